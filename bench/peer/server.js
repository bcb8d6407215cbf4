// PostGraphile as its documentation has it for production: the recommended preset, nothing that
// explains, watches or shows an editor. One process, as it is started by default.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const host = "127.0.0.1";
const port = Number(process.env.PORT);
const pgService = makePgService({
  connectionString: process.env.DATABASE_URL,
  schemas: ["public"],
  poolConfig: { max: 16 },
});
const server = createServer();
const served = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [pgService],
  grafserv: { port, host, graphiql: false, watch: false },
  grafast: { explain: false },
}).createServ(grafserv);
await served.addTo(server);
server.listen(port, host, () => console.log("ready"));
