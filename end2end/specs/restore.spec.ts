// A copy is put in place (S69): everybody is told that nothing leaves, an administrator sees what waits and decides, and what may be the
// second says so.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "@playwright/test"
import { administrator, Bonport, member } from "../support/bonport.ts"
import { addClient, addInvoice } from "../support/invoices.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { MailServer } from "../support/mail-server.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, fillSignIn, test } from "../support/test.ts"

let bonport: Bonport
let server: MailServer
let folder: string
let page: Page

test.beforeEach(async ({ browser, watch }) => {
  ;[bonport, server] = [await Bonport.start(), new MailServer()]
  await server.start()
  folder = mkdtempSync(join(tmpdir(), "bonport-copy-"))
  page = await (await browser.newContext({ baseURL: bonport.url })).newPage()
  watch.follow(page)
})

test.afterEach(async () => {
  await page.context().close()
  server.letGo()
  await bonport.remove()
  void server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const banner = "Une sauvegarde a été restaurée : rien ne part"

// Two invoices whose mails the server does not answer; then a copy, and the copy in the place of what was there. The path of the result.
async function restored(): Promise<string> {
  await fillSignIn(page, administrator)
  await sendBy(page, server)
  await hold(page, 0)
  server.holdAfter(0)
  const ids = []
  for (const n of [1, 2]) {
    const client = await addClient(page, `Client ${n} d’une copie`, `client${n}@copie.example`)
    ids.push((await addInvoice(page, client, { bytes: 200 })).id)
  }
  await page.goto(`/factures/envoi?${ids.map((id) => `d=${id}`).join("&")}`)
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  const result = new URL(page.url()).pathname
  const copy = join(folder, "copie.db")
  expect(bonport.run(["backup", copy])).toContain("clients: 2")
  await page.goto("about:blank")
  await bonport.kill()
  expect(bonport.run(["restore", copy, "--replace"])).toContain("Nothing leaves until an administrator confirms it")
  await bonport.serve()
  return result
}

test("S69 what waited leaves once it is confirmed, and says that it may be the second", async () => {
  test.slow()
  const result = await restored()
  await fillSignIn(page, member)
  await expect(page.getByText(banner)).toBeVisible()
  await expect(page.getByRole("link", { name: "Reprendre les envois" })).toHaveCount(0)
  await page.context().clearCookies()
  await fillSignIn(page, administrator)
  await page.goto("/")
  await expect(page.getByText(banner)).toBeVisible()
  await page.getByRole("main").getByRole("link", { name: /^Reprendre les envois après la restauration/ }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Reprise après restauration" })).toBeVisible()
  await expect(page.getByText("2 e-mails attendaient")).toBeVisible()
  await expectGoodLook(page, "reprise")
  await expectAccessible(page, "reprise")
  server.letGo()
  await page.getByRole("button", { name: "Reprendre les envois", exact: true }).click()
  await expect(page.getByText("Les envois ont repris.")).toBeVisible()
  await expect(page.getByText(banner)).toHaveCount(0)
  await page.goto(result)
  await expect(page.getByText("2 envoyés")).toBeVisible()
  await expect(page.getByText("peut-être reçu deux fois").first()).toBeVisible()
  expect(server.received.length).toBeGreaterThanOrEqual(2)
})

test("S69 what waited is called off, and is for a person to decide", async () => {
  test.slow()
  const result = await restored()
  server.letGo()
  await fillSignIn(page, administrator)
  await page.goto("/parametres/reprise")
  await page.getByRole("button", { name: "Annuler ce qui attend, puis reprendre" }).click()
  await expect(page.getByText("Les envois ont repris.")).toBeVisible()
  await page.goto(result)
  await expect(page.getByText("2 incertains")).toBeVisible()
})
