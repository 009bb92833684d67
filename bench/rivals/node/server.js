// What a team builds first in Node: Socket.IO, one INSERT a message through pg's pool, PostgreSQL.
"use strict";
const { createServer } = require("node:http");
const { Pool } = require("pg");
const { Server } = require("socket.io");

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const http = createServer();
const io = new Server(http, { perMessageDeflate: false });

io.on("connection", (socket) => {
  const { pair, role } = socket.handshake.query;
  socket.join(`pair.${pair}`);
  socket.on("say", async (said, ack) => {
    const { rows } = await pool.query(
      "INSERT INTO message (conversation, sender, client_id, text) VALUES ($1, $2, $3, $4) RETURNING id, sent_at",
      [pair, role, said.client_id, said.text],
    );
    ack({ client_id: said.client_id, ...rows[0] });
    socket.to(`pair.${pair}`).emit("message", { id: rows[0].id, client_id: said.client_id, text: said.text });
  });
});

pool
  .query(
    `CREATE TABLE IF NOT EXISTS message (id bigserial PRIMARY KEY, conversation bigint NOT NULL, sender text NOT NULL,
     client_id text NOT NULL, text text NOT NULL, sent_at timestamptz NOT NULL DEFAULT now());
     CREATE INDEX IF NOT EXISTS message_conversation ON message (conversation)`,
  )
  .then(() => http.listen(Number(process.env.PORT), "127.0.0.1"));
