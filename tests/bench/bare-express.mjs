// The smallest Express server there is, to compare start-up and memory with.
import express from 'express';

const app = express();
app.get('/livez', (_req, res) => {
  res.json({ status: 'ok' });
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : '');
});
