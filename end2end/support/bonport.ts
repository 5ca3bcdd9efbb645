// One Bonport per worker: the real binary on a fresh data folder and a free port, seeded by its own command line.
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

const binary = process.env.BONPORT_BIN ?? "bonport"

export const administrator = { name: "Camille Roy", email: "camille@bonport.example", password: "quatre tasses de thé vert" }
export const member = { name: "Noé Lambert", email: "noe@bonport.example", password: "encore une phrase très longue" }
export type Person = typeof administrator

export class Bonport {
  readonly url: string
  private server?: ChildProcess
  private output = ""

  private constructor(readonly folder: string, private port: number) {
    this.url = `http://127.0.0.1:${port}`
  }

  // An empty Bonport with its administrator and a member; `demo` adds the demo data and the test mailbox.
  static async start(options: { demo?: boolean; people?: boolean } = {}): Promise<Bonport> {
    const bonport = new Bonport(mkdtempSync(join(tmpdir(), "bonport-e2e-")), await freePort())
    if (options.demo) bonport.run(["demo", "--load-only"])
    if (options.people !== false) {
      bonport.addUser(administrator, "administrator")
      bonport.addUser(member, "member")
    }
    await bonport.serve()
    return bonport
  }

  addUser(person: Person, role: "administrator" | "member") {
    this.run(["user", "add", "--email", person.email, "--name", person.name, "--role", role, "--password-stdin"], person.password)
  }

  // One command of `bonport` on this data folder; its standard output.
  run(args: string[], input = ""): string {
    return execFileSync(binary, args, { env: this.environment(), input, encoding: "utf8", stdio: ["pipe", "pipe", "inherit"] })
  }

  async serve() {
    const server = spawn(binary, ["serve"], { env: this.environment(), stdio: ["ignore", "pipe", "pipe"] })
    const before = this.output.length
    const keep = (chunk: Buffer) => (this.output += chunk)
    server.stdout.on("data", keep)
    server.stderr.on("data", keep)
    this.server = server
    // It names its address once it listens there.
    await this.says(() => this.output.includes(this.url, before))
    const answer = await fetch(`${this.url}/sante`)
    if (!answer.ok) throw new Error(`bonport is not well:\n${this.output}`)
  }

  // Where the first administrator of a Bonport without people is made. Told after the address, so often in a later piece.
  async setUpPage(): Promise<string> {
    return (await this.says(() => /http:\S+jeton=[\w-]+(?=\s)/.exec(this.output)))[0]
  }

  // What is found in the server's words, as soon as it is there.
  private says<T>(find: () => T): Promise<NonNullable<T>> {
    return new Promise((found, failed) => {
      const server = this.server
      const look = () => {
        const it = find()
        if (!it) return
        server?.stdout?.off("data", look)
        found(it)
      }
      server?.stdout?.on("data", look)
      server?.once("exit", () => failed(new Error(`bonport stopped:\n${this.output}`)))
      look()
    })
  }

  async kill(signal: NodeJS.Signals = "SIGKILL") {
    const server = this.server
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const gone = new Promise((stopped) => server.once("exit", stopped))
    server.kill(signal)
    await gone
  }

  async remove() {
    await this.kill("SIGTERM")
    rmSync(this.folder, { recursive: true, force: true })
  }

  private environment(): NodeJS.ProcessEnv {
    const { DATABASE_URL: _, ...environment } = process.env
    return { ...environment, BONPORT_DATA: this.folder, BONPORT_ADDRESS: `127.0.0.1:${this.port}`, BONPORT_LOG: "info" }
  }
}

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => found(port))
    })
  })
}
