export { vault } from "../../shared/peers";
