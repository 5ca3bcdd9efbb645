// The draft on the server follows what is typed: what stands in its way is said, what passes is tried again, and leaving asks.
import { takeClock } from "../support/clock.ts"
import { expect, hydrated, test } from "../support/test.ts"
import { makeAcme, write, Writing } from "../support/writing.ts"
import type { Page } from "@playwright/test"

test.beforeEach(async ({ signIn }) => signIn())

const saved = (page: Page) => page.getByText("Brouillon enregistré")
const notSaved = (page: Page) => page.getByText("Brouillon non enregistré")
const elsewhere = (page: Page) => page.getByText("Ce brouillon a été modifié ailleurs")

// What the page asks before it is left; the answer is « Annuler » until `leave`.
function questions(page: Page): { all: string[]; leave: boolean } {
  const asked = { all: [] as string[], leave: false }
  page.on("dialog", async (dialog) => {
    asked.all.push(dialog.message())
    await (asked.leave ? dialog.accept() : dialog.dismiss())
  })
  return asked
}

// Everything that the line beside « Envoyer » tells from here on.
async function told(page: Page): Promise<() => Promise<string[]>> {
  await page.locator(".standing [role=status]").evaluate((status) => {
    const told: string[] = []
    Object.assign(window, { told })
    const hear = () => { if (status.textContent) told.push(status.textContent) }
    new MutationObserver(hear).observe(status, { childList: true, characterData: true, subtree: true })
  })
  return () => page.evaluate(() => (window as unknown as { told: string[] }).told)
}

test("what is typed is saved once, a second after the last key", async ({ page }) => {
  const { id } = await makeAcme(page)
  await takeClock(page)
  const writing = await write(page, id)
  await page.clock.pauseAt(Date.now() + 60_000)
  let saves = 0
  page.on("request", (request) => void (request.url().endsWith("/api/compose/save") && saves++))
  await writing.subject.fill("Horaires")
  await page.clock.fastForward(900)
  await writing.subject.fill("Horaires d’été")
  await page.clock.fastForward(900)
  expect(saves).toBe(0)
  await page.clock.fastForward(100)
  await expect(saved(page)).toBeVisible()
  expect(saves).toBe(1)
})

test("a save that the server cannot do just now is tried again by itself, and said once", async ({ page, watch }) => {
  watch.expectAnswer(503)
  const { id } = await makeAcme(page)
  await takeClock(page)
  const writing = await write(page, id)
  const heard = await told(page)
  let tries = 0
  await page.route("**/api/compose/save", (route) => (++tries <= 2 ? route.fulfill({ status: 503 }) : route.continue()))
  await writing.subject.fill("À garder")
  await expect(notSaved(page)).toContainText("Nouvel essai dans un instant")
  expect(tries).toBe(1)
  const tried = async () => {
    await page.clock.fastForward("00:10")
    return tries
  }
  await expect.poll(tried).toBe(3)
  await expect(saved(page)).toBeVisible()
  await expect(notSaved(page)).toHaveCount(0)
  expect(await heard()).toHaveLength(1)
})

test("what is typed while the server cannot save is saved with the rest, at once when the browser is online again", async ({ page, watch }) => {
  watch.expectAnswer(503)
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  const heard = await told(page)
  let down = true
  let tries = 0
  await page.route("**/api/compose/save", (route) => {
    tries += 1
    return down ? route.fulfill({ status: 503 }) : route.continue()
  })
  await writing.subject.fill("Dans le train")
  await expect(notSaved(page)).toBeVisible()
  await writing.message.fill("Sous le tunnel")
  await expect.poll(() => tries).toBeGreaterThan(1)
  await expect(notSaved(page)).toBeVisible()
  down = false
  // As often as it takes for the answer to the last try to be in.
  const online = async () => {
    await page.evaluate(() => window.dispatchEvent(new Event("online")))
    return saved(page).isVisible()
  }
  await expect.poll(online).toBe(true)
  expect(await heard()).toHaveLength(1)
  await page.goto("/")
  await page.getByRole("link", { name: "Dans le train" }).first().click()
  await expect(writing.message).toHaveValue("Sous le tunnel")
})

test("a first save whose answer is lost makes one draft, which the next one goes on with", async ({ page, watch }) => {
  watch.expectAnswer(503)
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  let tries = 0
  await page.route("**/api/compose/save", async (route) => {
    if (++tries > 1) return route.continue()
    const headers = { ...route.request().headers(), origin: new URL(page.url()).origin }
    expect((await route.fetch({ headers })).ok()).toBe(true)
    await route.fulfill({ status: 503 })
  })
  await writing.subject.fill(`Une fois ${domain}`)
  await expect(notSaved(page)).toBeVisible()
  await writing.subject.fill(`Une seule fois ${domain}`)
  await expect(saved(page)).toBeVisible()
  await page.goto("/brouillons")
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: domain })).toHaveCount(1)
  await expect(page.getByRole("link", { name: `Une seule fois ${domain}` })).toBeVisible()
})

test("what is typed just before the page is hidden is saved by a request that outlives the page", async ({ page }) => {
  const { id } = await makeAcme(page)
  await page.addInitScript(() => {
    const { fetch } = window
    const lasting: boolean[] = []
    Object.assign(window, {
      lasting,
      fetch: (asked: Request | string | URL, options?: RequestInit) => {
        if (asked instanceof Request && asked.url.endsWith("/api/compose/save")) lasting.push(asked.keepalive)
        return fetch(asked, options)
      },
    })
  })
  await takeClock(page)
  const writing = await write(page, id)
  // Time stands still: nothing is saved before the page is hidden.
  await page.clock.pauseAt(Date.now() + 60_000)
  await writing.subject.fill("Juste avant de fermer")
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true })
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))
  })
  await expect(saved(page)).toBeVisible()
  expect(await page.evaluate(() => (window as unknown as { lasting: boolean[] }).lasting)).toEqual([true])
})

test("what no draft can hold is said at its field, until it is mended", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.subject.fill("é".repeat(251))
  await expect(writing.subject).toHaveAccessibleDescription(/250 caractères au plus/)
  await expect(writing.subject).toHaveAttribute("aria-invalid", "true")
  await writing.subject.fill("é".repeat(250))
  await expect(saved(page)).toBeVisible()
  await expect(writing.subject).toHaveAccessibleDescription("")
  await writing.message.fill("a".repeat(100_001))
  await expect(writing.message).toHaveAccessibleDescription(/100\s000 caractères au plus/)
  await writing.message.fill("a")
  await expect(writing.message).toHaveAccessibleDescription("")
})

test("leaving asks while the last save has failed, and only then", async ({ page, watch }) => {
  watch.expectAnswer(403)
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  const asked = questions(page)
  await page.route("**/api/compose/save", (route) => route.fulfill({ status: 403 }))
  await writing.subject.fill("À ne pas perdre")
  await expect(notSaved(page)).toBeVisible()
  const clients = page.getByRole("navigation", { name: "Principale" }).getByRole("link", { name: "Clients" })
  await clients.click()
  await expect.poll(() => asked.all.length).toBe(1)
  expect(asked.all[0]).toContain("Quitter quand même")
  await expect(writing.subject).toHaveValue("À ne pas perdre")
  // What is typed next does not make the failure forgotten.
  await writing.message.fill("Encore")
  await clients.click()
  await expect.poll(() => asked.all.length).toBe(2)
  await expect(writing.message).toHaveValue("Encore")
  asked.leave = true
  await clients.click()
  await expect(page).toHaveURL(/\/clients$/)
  expect(asked.all).toHaveLength(3)

  await page.unroute("**/api/compose/save")
  const again = await write(page, id)
  await again.subject.fill("Enregistré")
  await expect(saved(page)).toBeVisible()
  await clients.click()
  await expect(page).toHaveURL(/\/clients$/)
  expect(asked.all, "nothing was to be asked").toHaveLength(3)
})

test("« Précédent » of the browser asks too while the last save has failed", async ({ page, watch }) => {
  watch.expectAnswer(403)
  const { id } = await makeAcme(page)
  await page.goto(`/clients/${id}`)
  await hydrated(page)
  await page.getByRole("main").getByRole("link", { name: "Écrire", exact: true }).click()
  const form = new RegExp(`/ecrire\\?client=${id}$`)
  await expect(page).toHaveURL(form)
  const writing = new Writing(page)
  const asked = questions(page)
  await page.route("**/api/compose/save", (route) => route.fulfill({ status: 403 }))
  await writing.subject.fill("À ne pas perdre")
  await expect(notSaved(page)).toBeVisible()
  for (const times of [1, 2]) {
    await page.goBack()
    await expect.poll(() => asked.all.length).toBe(times)
    await expect(page).toHaveURL(form)
    await expect(writing.subject).toHaveValue("À ne pas perdre")
  }
  expect(asked.all[0]).toContain("Quitter quand même")
  asked.leave = true
  await page.goBack()
  await expect(page).toHaveURL(new RegExp(`/clients/${id}$`))
  await expect(page.getByRole("heading", { level: 1, name: "ACME" })).toBeVisible()
  expect(asked.all).toHaveLength(3)
})

test("P12 of a draft that is open in two tabs, either version is kept as one says", async ({ page, context, watch }) => {
  watch.expectAnswer(409)
  const { id, domain } = await makeAcme(page)
  const first = await write(page, id)
  await first.subject.fill(`À deux ${domain}`)
  await expect(saved(page)).toBeVisible()
  await page.goto("/")
  await hydrated(page)
  await page.getByRole("link", { name: `À deux ${domain}` }).click()
  await expect(page).toHaveURL(/\/ecrire\?brouillon=\d+$/)
  const other = await context.newPage()
  watch.follow(other)
  await other.goto(page.url())
  await hydrated(other)
  const second = new Writing(other)

  const done = other.waitForResponse((answer) => answer.url().endsWith("/api/compose/save") && answer.ok())
  await second.message.fill("Du second onglet")
  await done
  await first.message.fill("Du premier onglet")
  await expect(elsewhere(page)).toBeVisible()
  await expect(page.locator(".standing")).toContainText("Du second onglet")
  await page.getByRole("button", { name: "Garder ma version" }).click()
  await expect(saved(page)).toBeVisible()
  await expect(elsewhere(page)).toHaveCount(0)

  await second.subject.fill("Changé trop tard")
  await expect(elsewhere(other)).toBeVisible()
  const asked = questions(other)
  // A browser asks only about a page that somebody has touched.
  await second.message.click()
  await other.getByRole("link", { name: "Prendre l’autre version" }).click()
  await expect(second.message).toHaveValue("Du premier onglet")
  await expect(second.subject).toHaveValue(`À deux ${domain}`)
  await expect(saved(other)).toBeVisible()
  expect(asked.all, "whoever takes the other version has said so").toEqual([])
})
