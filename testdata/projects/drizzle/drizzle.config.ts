export default { dialect: "postgresql" };
