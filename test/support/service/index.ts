export { type Service, type ServiceOptions, startService, type Traffic } from "./startService";
