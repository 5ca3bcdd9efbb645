// node nodemailer.mjs PORT CONNECTIONS MAILS MILLISECONDS: prints how many mails a second nodemailer's pool brings to the server at that port.
import { createRequire } from 'node:module';

const nodemailer = createRequire(new URL('../../../../end2end/package.json', import.meta.url))('nodemailer');
const [port, connections, mails, most] = process.argv.slice(2).map(Number);
const pool = nodemailer.createTransport({
  host: '127.0.0.1', port, pool: true, maxConnections: connections, maxMessages: Infinity, ignoreTLS: true,
});
const line = `${'x'.repeat(70)}\r\n`;
const raw = (n) => `Message-ID: <node-${n}@maison.example>\r\nSubject: ${n}\r\n\r\n${line.repeat(28)}`;
const start = performance.now();
let next = 0, taken = 0;
const some = async () => {
  while (next < mails && performance.now() - start < most) {
    const n = next++;
    await pool.sendMail({ envelope: { from: 'compta@maison.example', to: [`p${n}@x.example`] }, raw: raw(n) });
    taken++;
  }
};
await Promise.all(Array.from({ length: connections }, some));
console.log(taken / (performance.now() - start) * 1000);
pool.close();
