// A real SMTP server on loopback that keeps every mail and answers each recipient as a test tells it to.
import { simpleParser, type ParsedMail } from "mailparser"
import { SMTPServer } from "smtp-server"

export type Received = { from: string; to: string[]; raw: Buffer; mail: ParsedMail }
type Refusal = { code: number; text: string }

export class MailServer {
  readonly received: Received[] = []
  /** How often somebody gave a login, right or wrong. */
  signIns = 0
  port = 0
  private refusals = new Map<string, Refusal>()
  private free = Infinity
  private held: (() => void)[] = []
  private server: SMTPServer

  // With a login the server asks for it; without, anybody on loopback may send.
  // `size` is how many bytes a mail may have, as it says at once.
  constructor(private login?: { user: string; password: string }, size = 30_000_000) {
    this.server = new SMTPServer({
      disabledCommands: login ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
      authOptional: !login,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      size,
      onAuth: (auth, _session, done) => {
        this.signIns += 1
        return auth.username === login?.user && auth.password === login?.password
          ? done(null, { user: auth.username })
          : done(Object.assign(new Error("5.7.8 Authentication credentials invalid"), { responseCode: 535 }))
      },
      onRcptTo: (address, _session, done) => {
        const refusal = this.refusals.get(address.address.toLowerCase())
        done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = []
        stream.on("data", (chunk: Buffer) => chunks.push(chunk))
        stream.on("end", async () => {
          await this.turn()
          const raw = Buffer.concat(chunks)
          const { mailFrom, rcptTo } = session.envelope
          this.received.push({
            from: mailFrom ? mailFrom.address : "",
            to: rcptTo.map((recipient) => recipient.address),
            raw,
            mail: await simpleParser(raw),
          })
          done()
        })
      },
    })
    this.server.on("error", () => {})
  }

  // So many mails are answered from now on; the next stands still, whole but unanswered, until `letGo`.
  holdAfter(mails: number) {
    this.free = mails
  }

  letGo() {
    this.free = Infinity
    for (const go of this.held.splice(0)) go()
  }

  private async turn() {
    if (this.free-- <= 0) await new Promise<void>((go) => this.held.push(go))
  }

  refuse(address: string, code: number, text: string) {
    this.refusals.set(address.toLowerCase(), { code, text })
  }

  accept(address: string) {
    this.refusals.delete(address.toLowerCase())
  }

  start(): Promise<void> {
    return new Promise((listening) => {
      const server = this.server.listen(0, "127.0.0.1", () => {
        this.port = (server.address() as { port: number }).port
        listening()
      })
    })
  }

  stop(): Promise<void> {
    return new Promise((closed) => this.server.close(() => closed()))
  }

  forget() {
    this.received.length = 0
    this.refusals.clear()
  }
}
