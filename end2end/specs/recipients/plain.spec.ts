// Before the wasm, and without it (D102–D105).
import { hold, sendBy } from "../../support/sending.ts"
import { expect, hydrated, test } from "../../support/test.ts"
import { makeAcme, Writing } from "../../support/writing.ts"

test.beforeEach(({ signIn }) => signIn())

test("D102 D103 what is typed before the wasm arrives stays, with its caret and focus", async ({ page }) => {
  const { id } = await makeAcme(page)
  let release = () => {}
  const held = new Promise<void>((go) => (release = go))
  await page.route(/\.wasm$/, async (route) => { await held; await route.continue() })
  await page.goto(`/ecrire?client=${id}`, { waitUntil: "commit" })
  const writing = new Writing(page)
  const value = await writing.to.getAttribute("value")
  await writing.to.focus()
  await page.keyboard.type("elois")
  await page.keyboard.press("ArrowLeft")
  release()
  await hydrated(page)
  await expect(writing.to).toHaveValue("elois")
  await expect(writing.to).toBeFocused()
  expect(await writing.to.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(4)
  expect(await writing.to.getAttribute("value")).toBe(value)
  await page.keyboard.press("End")
  await page.keyboard.type("e")
  await expect(writing.row("Éloïse Lefèvre")).toBeVisible()
})

test("D104 without the wasm the plain form stands there with its boxes and says so", async ({ page, watch }) => {
  const { id, domain } = await makeAcme(page)
  await page.route(/\.wasm$/, (route) => route.abort())
  await page.goto(`/ecrire?client=${id}`)
  await expect(page.getByText("Cochez les destinataires")).toBeVisible()
  await expect(page.getByRole("checkbox", { name: "Envoyer à Marie Durand" })).toBeChecked()
  await page.getByText("Autres contacts du client").click()
  await expect(page.getByRole("checkbox", { name: new RegExp(`Éloïse Lefèvre eloise@${domain}`) })).not.toBeChecked()
  await expect(page.getByRole("button", { name: "Cc/Cci" })).toHaveCount(0)
  watch.complaints.length = 0
})

test("D105 with the wasm late, « Envoyer » submits the plain form, and it works", async ({ page, watch, mailServer }) => {
  mailServer.forget()
  await sendBy(page, mailServer)
  await hold(page, 0)
  const { id, domain } = await makeAcme(page)
  await page.route(/\.wasm$/, () => new Promise(() => {}))
  await page.goto(`/ecrire?client=${id}`, { waitUntil: "commit" })
  await new Writing(page).to.fill(`eloise@${domain}`)
  await page.getByLabel("Objet").fill("Horaires")
  await page.getByRole("textbox", { name: "Message" }).fill("Bonjour")
  const posted = page.waitForRequest((request) => request.method() === "POST" && request.isNavigationRequest())
  await page.getByRole("button", { name: /^Envoyer/ }).click()
  const sent = new URLSearchParams((await posted).postData() ?? "")
  expect(sent.getAll("to")).toContain(`Marie Durand <marie@${domain}>`)
  expect(sent.get("to_text")).toBe(`eloise@${domain}`)
  await expect(page).toHaveURL(/\/envois\/\d+/)
  await expect.poll(() => mailServer.received.length).toBe(1)
  expect([...mailServer.received[0].to].sort()).toEqual([`contact@${domain}`, `eloise@${domain}`, `marie@${domain}`])
  expect(mailServer.received[0].mail.subject).toBe("Horaires")
  watch.complaints.length = 0
})
