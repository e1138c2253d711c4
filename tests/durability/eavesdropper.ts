import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What passed on a connection so far: the lines of the server's that were read, and the client's bytes. */
export type Heard = { client: string; server: string };

/**
 * Stands between a sender and its server. When `isMoment` finds that the moment has come, it calls `strike` and
 * passes nothing on any more: of the client's last bytes only `part`, of the server's none.
 */
export async function eavesdropper(port: number) {
  let isMoment: (heard: Heard) => boolean = () => false;
  let strike = () => {};
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    const heard: Heard = { client: '', server: '' };
    let isOver = false;
    const listen = (from: Socket, to: Socket, who: keyof Heard) => {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => to.destroy());
      from.on('data', (bytes) => {
        if (isOver) return;
        heard[who] += bytes.toString('latin1');
        isOver = isMoment(heard);
        // Half of what a dying client says has left its machine.
        const passed = isOver ? bytes.subarray(0, who === 'client' ? bytes.length >> 1 : 0) : bytes;
        to.write(passed);
        if (isOver) strike();
      });
    };
    listen(client, upstream, 'client');
    listen(upstream, client, 'server');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    at(moment: (heard: Heard) => boolean, then: () => void) {
      isMoment = moment;
      strike = then;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
