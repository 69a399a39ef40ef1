export { vault } from "../../peers";
