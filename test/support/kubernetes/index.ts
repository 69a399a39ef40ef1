export { type Mood } from "./controllers";
export { type KubeObject } from "./objects";
export { type Rule } from "./rbac";
export { type SecretObject } from "./secrets";
export { startKubernetes, type Beginning, type KubernetesDouble } from "./startKubernetes";
