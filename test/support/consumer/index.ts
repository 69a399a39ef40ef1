export { type Consumer, type ConsumerOptions, type ConsumerStats, type Failure, startConsumer } from "./consumer";
export { type Step } from "./history";
export { type SsmConsumerOptions, ssmConsumer } from "./ssm";
