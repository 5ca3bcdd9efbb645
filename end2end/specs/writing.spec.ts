// What is typed, by whatever hands and whenever, is what leaves, and is never lost: the journeys d, e, f and i.
import { administrator } from "../support/bonport.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, hydrated, test } from "../support/test.ts"
import { makeAcme, write, Writing } from "../support/writing.ts"
import type { Locator, Page } from "@playwright/test"

test.beforeEach(async ({ page, signIn, mailServer }) => {
  mailServer.forget()
  await signIn()
  await sendBy(page, mailServer)
  await hold(page, 0)
})

// Goes on with Tab until it is there, as people do.
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press("Tab")
  }
  throw new Error(`no Tab reaches ${target}`)
}

test("journey d: by keyboard alone, from the sign-in to the mail", async ({ page, context, mailServer }) => {
  const { domain } = await makeAcme(page)
  const reference = domain.split(".")[0].toUpperCase()
  await context.clearCookies()
  await page.goto("/connexion")
  await tabTo(page, page.getByLabel("Adresse e-mail"))
  await page.keyboard.type(administrator.email)
  await tabTo(page, page.getByLabel("Mot de passe"))
  await page.keyboard.type(administrator.password)
  await page.keyboard.press("Enter")
  await expect(page).not.toHaveURL(/connexion/)
  await hydrated(page)

  const navigation = page.getByRole("navigation", { name: "Principale" })
  await tabTo(page, navigation.getByRole("link", { name: "Clients" }))
  await page.keyboard.press("Enter")
  await expect(page).toHaveURL(/\/clients$/)
  await tabTo(page, page.getByRole("searchbox", { name: "Rechercher un client" }))
  await page.keyboard.type(reference)
  const found = page.getByRole("main").getByRole("link", { name: "ACME", exact: true })
  await expect(found).toHaveCount(1)
  await tabTo(page, found)
  await page.keyboard.press("Enter")
  await expect(page.getByRole("heading", { level: 1, name: "ACME" })).toBeFocused()
  await tabTo(page, page.getByRole("main").getByRole("link", { name: "Écrire", exact: true }))
  await page.keyboard.press("Enter")

  const writing = new Writing(page)
  await tabTo(page, writing.to)
  await page.keyboard.press("ArrowDown")
  await page.keyboard.type("eloi")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("Enter")
  await expect(writing.star("Éloïse Lefèvre")).toHaveAttribute("aria-pressed", "true")
  await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("Enter")
  await page.keyboard.type("roy")
  await expect(writing.row("Marc-Antoine Roy")).toBeVisible()
  await page.keyboard.press("Enter")
  await expect(writing.chips()).toHaveCount(4)
  await page.keyboard.press("Escape")
  // Marie is not to have it: back over the chips, and off.
  await page.keyboard.press("Shift+Tab")
  await page.keyboard.press("Home")
  await page.keyboard.press("ArrowRight")
  await expect(writing.chip("Marie Durand")).toBeFocused()
  await page.keyboard.press("Delete")
  await expect(writing.chips()).toHaveText([`contact@${domain}`, "Éloïse Lefèvre", "Marc-Antoine Roy"])
  await tabTo(page, writing.subject)
  await page.keyboard.type("Sans souris")
  await tabTo(page, writing.message)
  await page.keyboard.type("Bonjour")
  await page.keyboard.press("Control+Enter")
  await expect(page.getByText("3 envoyés")).toBeVisible()
  expect([...mailServer.received[0].to].sort()).toEqual([`contact@${domain}`, `eloise@${domain}`, `ma.roy@${domain}`])
})

test("journey e: a hundred and twenty addresses of every form are pasted, and each gets the mail", async ({ page, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  const address = (n: number) => `p${n}@${domain}`
  const forms = [
    (n: number) => address(n),
    (n: number) => `Émile Nº${n} <${address(n)}>`,
    (n: number) => `"Durand, Zoé ${n}" <${address(n)}>`,
    (n: number) => `<${address(n)}>`,
    (n: number) => `mailto:${address(n)}?subject=Bonjour`,
    (n: number) => `\u00a0${address(n)}\u200b`,
  ]
  const separators = ["; ", ",\n", "\n", ";", "\r\n", "\t"]
  const all = Array.from({ length: 120 }, (_, n) => forms[n % forms.length](n) + separators[n % separators.length])
  const twice = `${address(3)}; Marie <marie@${domain}>\n`
  await writing.to.focus()
  await writing.paste(`${all.join("")}${twice}pas une adresse`)
  await expect(page.getByText("120 adresses ajoutées, 2 déjà présentes, 1 à corriger.")).toBeVisible()
  await expect(writing.chips()).toHaveCount(122)
  await expect(writing.to).toHaveValue("pas une adresse")

  await writing.to.fill("")
  await writing.subject.fill("À tous")
  await writing.message.fill("Bonjour")
  await writing.send(122).click()
  const question = page.getByRole("dialog", { name: "Vérifier avant d’envoyer" })
  await expect(question).toContainText("122 adresses seront visibles de tous")
  await question.getByRole("button", { name: "Envoyer à 122 destinataires" }).click()
  await expect(page.getByText("122 envoyés")).toBeVisible()
  const reached = mailServer.received.flatMap((mail) => mail.to)
  const expected = [`contact@${domain}`, `marie@${domain}`, ...Array.from({ length: 120 }, (_, n) => address(n))]
  expect(reached.sort()).toEqual(expected.sort())
  expect(mailServer.received[0].mail.headerLines.find(({ key }) => key === "to")?.line.length).toBeGreaterThan(100)
})

test("journey f: text typed before the wasm arrived is kept and saved (D102)", async ({ page }) => {
  const { id } = await makeAcme(page)
  let release = () => {}
  const held = new Promise<void>((go) => (release = go))
  await page.route(/bonport[^/]*\.wasm/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`/ecrire?client=${id}`, { waitUntil: "commit" })
  const writing = new Writing(page)
  await writing.subject.fill("Tapé trop tôt")
  await writing.message.fill("Sans attendre")
  await writing.to.fill("eloi")
  release()
  await hydrated(page)
  await expect(writing.subject).toHaveValue("Tapé trop tôt")
  await expect(writing.message).toHaveValue("Sans attendre")
  await expect(writing.to).toHaveValue("eloi")
  await expect(page.getByText("Brouillon enregistré")).toBeVisible()
  await page.goto("/")
  await page.getByRole("link", { name: "Tapé trop tôt" }).click()
  await expect(writing.message).toHaveValue("Sans attendre")
})

test("journey i: the session ends while writing, and nothing is lost", async ({ page, watch, context, mailServer }) => {
  watch.expectAnswer(401)
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.subject.fill("Avant")
  await expect(page.getByText("Brouillon enregistré")).toBeVisible()
  await context.clearCookies()
  await writing.message.fill("Écrit après la fin de la session")
  const dialog = page.getByRole("dialog", { name: "Votre session a pris fin" })
  await dialog.getByLabel("Mot de passe").fill(administrator.password)
  await dialog.getByRole("button", { name: "Se connecter" }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText("Brouillon enregistré")).toBeVisible()
  await expect(writing.message).toHaveValue("Écrit après la fin de la session")
  await writing.send(2).click()
  await expect(page.getByText("2 envoyés")).toBeVisible()
  expect(mailServer.received[0].mail.subject).toBe("Avant")
  expect(mailServer.received[0].mail.text).toContain("Écrit après la fin de la session")
})
