// Before the wasm, and without it (D102–D105).
import { hold, sendBy } from "../../support/sending.ts"
import { expect, hydrated, test } from "../../support/test.ts"
import { makeAcme, Writing } from "../../support/writing.ts"
import type { Page } from "@playwright/test"

test.beforeEach(({ signIn }) => signIn())

// The wasm of the next page arrives when what is given back is called.
async function wasmLater(page: Page): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>((go) => (release = go))
  await page.route(/\.wasm$/, async (route) => { await held; await route.continue() })
  return () => release()
}

test("D102 D103 what is typed before the wasm arrives stays, with its caret and focus", async ({ page }) => {
  const { id } = await makeAcme(page)
  const release = await wasmLater(page)
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

for (const [text, what] of [["jean@ailleurs.example", "a complete address"], ["elois", "unfinished text"]]) {
  test(`D52 D102 the person went on before the wasm arrived: ${what} is treated as left, and no list opens over the form`, async ({ page }) => {
    const { id } = await makeAcme(page)
    const release = await wasmLater(page)
    await page.goto(`/ecrire?client=${id}`, { waitUntil: "commit" })
    const writing = new Writing(page)
    await writing.to.focus()
    await page.keyboard.type(text)
    await writing.subject.focus()
    await page.keyboard.type("Horaires")
    release()
    await hydrated(page)
    if (text.includes("@")) {
      await expect(writing.chip(text)).toBeVisible()
      await expect(writing.to).toHaveValue("")
    } else {
      await expect(writing.to).toHaveAttribute("aria-invalid", "true")
      await expect(writing.to).toHaveValue(text)
    }
    await expect(writing.to).toHaveAttribute("aria-expanded", "false")
    await expect(page.getByRole("grid")).toHaveCount(0)
    await expect(writing.subject).toBeFocused()
    await expect(writing.subject).toHaveValue("Horaires")
  })
}

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

test("D21 D100 before the wasm the return key in « À » keeps what was typed, and nothing leaves", async ({ page, watch, mailServer }) => {
  mailServer.forget()
  await sendBy(page, mailServer)
  await hold(page, 0)
  const { id, domain } = await makeAcme(page)
  await page.route(/\.wasm$/, () => new Promise(() => {}))
  await page.goto(`/ecrire?client=${id}`, { waitUntil: "commit" })
  const writing = new Writing(page)
  await writing.to.fill(`eloise@${domain}`)
  const posted = page.waitForRequest((request) => request.method() === "POST" && request.isNavigationRequest())
  await writing.to.press("Enter")
  expect(new URLSearchParams((await posted).postData() ?? "").get("add")).toBe("1")
  await expect(writing.chip("Éloïse Lefèvre")).toBeVisible()
  await expect(writing.to).toHaveValue("")
  await expect(page).toHaveURL(/\/ecrire\?/)
  await expect(page.getByText("Rien n’est parti")).toHaveCount(0)
  expect(mailServer.received).toHaveLength(0)
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
