// What every spec starts from: a Bonport and a mail server per worker, people who can sign in, and a watch over the page.
// A console error, an uncaught error or a CSP violation fails the test, also after it ended well.
import { type Cookie, expect, type Page, test as base } from "@playwright/test"
import { administrator, Bonport, type Person } from "./bonport.ts"
import { MailServer } from "./mail-server.ts"

type Fixtures = { watch: Watch; signIn: (person?: Person) => Promise<void> }
type WorkerFixtures = { demo: boolean; bonport: Bonport; mailServer: MailServer; sessions: Map<string, Cookie[]> }

// What the page complained of. An answer 4xx or 5xx that a test expects must be announced: Chromium writes it as an error.
export class Watch {
  readonly complaints: string[] = []
  private expected: number[] = []

  expectAnswer(...statuses: number[]) {
    this.expected.push(...statuses)
  }

  follow(page: Page) {
    page.on("console", (message) => {
      if (message.type() !== "error" && !/hydrat/i.test(message.text())) return
      const network = /^Failed to load resource: the server responded with a status of ([45]\d\d)/.exec(message.text())
      if (network && this.expected.includes(Number(network[1]))) return
      this.complaints.push(`${message.text()} (${message.location().url})`)
    })
    page.on("pageerror", (error) => this.complaints.push(`${error.stack ?? error}`))
  }
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  demo: [false, { option: true, scope: "worker" }],

  bonport: [
    async ({ demo }, use) => {
      const bonport = await Bonport.start({ demo })
      await use(bonport)
      await bonport.remove()
    },
    { scope: "worker" },
  ],

  mailServer: [
    async ({}, use) => {
      const server = new MailServer()
      await server.start()
      await use(server)
      await server.stop()
    },
    { scope: "worker" },
  ],

  baseURL: ({ bonport }, use) => use(bonport.url),

  watch: [
    async ({ page }, use, testInfo) => {
      const watch = new Watch()
      watch.follow(page)
      await page.addInitScript(() => {
        Error.stackTraceLimit = 60
        document.addEventListener("securitypolicyviolation", (event) =>
          console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`))
      })
      await use(watch)
      // What a screen looks like is judged apart, so that one fault fails one gate.
      if (testInfo.tags.some((tag) => ["@look", "@axe"].includes(tag))) return
      expect(watch.complaints, "what the console said").toEqual([])
    },
    { auto: true },
  ],

  // One session a person and worker: passwords are slow to check on purpose, and tries are counted (S02).
  sessions: [async ({}, use) => use(new Map()), { scope: "worker" }],

  signIn: async ({ page, sessions }, use) => {
    await use(async (person = administrator) => {
      const known = sessions.get(person.email)
      if (known) {
        await page.context().addCookies(known)
        await page.goto("/aide")
      } else {
        await fillSignIn(page, person)
        sessions.set(person.email, await page.context().cookies())
      }
    })
  },
})

// By the form, in whichever language it comes, into a session of its own.
export async function fillSignIn(page: Page, person: Person) {
  await page.goto("/connexion")
  await page.getByLabel(/^(Adresse e-mail|E-mail address)/).fill(person.email)
  await page.getByLabel(/^(Mot de passe|Password)/).fill(person.password)
  await page.getByRole("button", { name: /^(Se connecter|Sign in)$/ }).click()
  await expect(page).not.toHaveURL(/connexion/)
}

// The page is alive: the wasm has taken over and events are heard.
export async function hydrated(page: Page) {
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "")
}

export { expect }
