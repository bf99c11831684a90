// Probot as its documentation starts it, quiet, with a handler that returns at once: it verifies and does nothing else.
import { Probot, Server } from "probot";

const server = new Server({
  host: process.env.HOST,
  port: Number(process.env.PORT),
  webhookPath: process.env.WEBHOOK_PATH,
  Probot: Probot.defaults({
    appId: process.env.APP_ID,
    privateKey: process.env.PRIVATE_KEY,
    secret: process.env.WEBHOOK_SECRET,
    logLevel: "fatal",
  }),
});
await server.load((app) => app.on("pull_request", () => {}));
await server.start();
