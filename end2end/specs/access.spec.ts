// Coming in: sign-in, forgotten password (journey j), first start, invitation, language, and all of it without JavaScript.
import type { Browser, Page } from "@playwright/test"
import { administrator, Bonport, member, type Person } from "../support/bonport.ts"
import type { MailServer } from "../support/mail-server.ts"
import { expect, fillSignIn, hydrated, test } from "../support/test.ts"

let counted = 0
// An address that no other test of this worker has.
const somebody = () => `personne${process.pid}x${++counted}@bonport.example`

async function tryToSignIn(page: Page, person: Pick<Person, "email" | "password">) {
  await page.getByLabel("Adresse e-mail").fill(person.email)
  await page.getByLabel("Mot de passe").fill(person.password)
  await page.getByRole("button", { name: "Se connecter" }).click()
}

// The company's account on the mail server of this worker; loopback has to be allowed first.
async function setUpSending(page: Page, mailServer: MailServer) {
  await page.goto("/parametres/societe")
  await hydrated(page)
  await page.getByLabel("Serveurs de messagerie autorisés").fill(`127.0.0.1:${mailServer.port}`)
  await page.getByRole("button", { name: "Enregistrer" }).first().click()
  await expect(page.getByText("Enregistré.")).toBeVisible()
  await hydrated(page)
  await page.getByLabel("Serveur SMTP", { exact: true }).fill("127.0.0.1")
  await page.getByLabel("Port", { exact: true }).fill(`${mailServer.port}`)
  await page.getByLabel("Aucun (serveurs autorisés seulement)").check()
  await page.getByLabel(/^Adresse d’envoi/).fill("bonport@bonport.example")
  await page.getByRole("button", { name: "Tester" }).click()
  await expect(page.getByText("Tout fonctionne")).toBeVisible()
  // The same address as after the first save: only its loading tells them apart.
  const saved = page.waitForEvent("load")
  await page.getByRole("button", { name: "Enregistrer" }).nth(1).click()
  await saved
}

async function linkOf(mailServer: MailServer, address: string): Promise<string> {
  const sent = () => mailServer.received.filter((mail) => mail.to.includes(address))
  await expect.poll(() => sent().length).toBeGreaterThan(0)
  const link = /https?:\/\/\S+jeton=[\w-]+/.exec(sent().at(-1)?.mail.text ?? "")
  expect(link, "a mail with a link").not.toBeNull()
  return link?.[0] ?? ""
}

// Somebody new in a browser of their own.
async function stranger(browser: Browser, url: string, javaScriptEnabled = true) {
  const context = await browser.newContext({ baseURL: url, locale: "fr-FR", javaScriptEnabled })
  return context.newPage()
}

test("S01 S20 a page asks for a sign-in, says what was wrong, and comes back", async ({ page, watch }) => {
  watch.expectAnswer(422)
  await page.goto("/parametres/moi")
  await expect(page).toHaveURL(/\/connexion\?next=/)
  await hydrated(page)
  await tryToSignIn(page, { email: administrator.email, password: "pas le bon mot de passe" })
  await expect(page.getByRole("alert")).toContainText("ne correspond pas")
  await expect(page.getByLabel("Adresse e-mail")).toHaveValue(administrator.email)
  await tryToSignIn(page, administrator)
  await expect(page).toHaveURL(/\/parametres\/moi$/)
  await expect(page.getByRole("heading", { level: 1, name: "Mes paramètres" })).toBeVisible()
})

test("S06 signing out ends the session, and the address is no longer shown", async ({ page, isMobile }) => {
  await fillSignIn(page, member)
  await hydrated(page)
  await page.getByRole("button", { name: isMobile ? "Plus" : member.name }).click()
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click()
  await expect(page).toHaveURL(/\/connexion/)
  await page.goto("/parametres/moi")
  await expect(page).toHaveURL(/\/connexion/)
})

test("the language is chosen before and after signing in", async ({ page, signIn }) => {
  await page.goto("/connexion")
  await page.getByRole("button", { name: "English" }).click()
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible()
  await expect(page.locator("html")).toHaveAttribute("lang", "en")
  await page.getByRole("button", { name: "Français" }).click()
  await signIn(member)
  await page.goto("/parametres/moi")
  await hydrated(page)
  await page.getByLabel("English").check()
  await page.getByRole("button", { name: "Enregistrer" }).first().click()
  await expect(page.getByRole("heading", { level: 1, name: "My settings" })).toBeVisible()
  await hydrated(page)
  await page.getByLabel("Français").check()
  await page.getByRole("button", { name: "Save" }).first().click()
  await expect(page.getByRole("heading", { level: 1, name: "Mes paramètres" })).toBeVisible()
})

test("the theme is there before the first paint", async ({ page, signIn }) => {
  await signIn(member)
  await page.goto("/parametres/moi")
  await hydrated(page)
  await page.getByLabel("Sombre").check()
  await page.getByRole("button", { name: "Enregistrer" }).first().click()
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
  expect(await (await page.request.get("/parametres/moi")).text()).toContain('data-theme="dark"')
})

test("S10 journey j: a forgotten password is chosen anew, once", async ({ page, browser, bonport, mailServer, signIn }) => {
  const person = { name: "Léa Petit", email: somebody(), password: "une phrase que Léa oublie" }
  bonport.addUser(person, "member")
  await signIn()
  await setUpSending(page, mailServer)
  const lost = await stranger(browser, bonport.url)
  await lost.goto("/connexion")
  await lost.getByRole("link", { name: "Mot de passe oublié" }).click()
  await hydrated(lost)
  await lost.getByLabel("Adresse e-mail").fill(person.email)
  await lost.getByRole("button", { name: "Recevoir un lien" }).click()
  await expect(lost.getByRole("status").filter({ hasText: "30 minutes" })).toBeVisible()
  const link = await linkOf(mailServer, person.email)
  await lost.goto(link)
  await hydrated(lost)
  await lost.getByLabel("Nouveau mot de passe").fill("court")
  await lost.getByRole("button", { name: "Enregistrer et se connecter" }).click()
  await expect(lost.getByLabel("Nouveau mot de passe")).toHaveAttribute("aria-invalid", "true")
  await lost.getByLabel("Nouveau mot de passe").fill("une phrase dont Léa se souvient")
  await lost.getByLabel("Le même mot de passe").fill("une phrase dont Léa se souvient")
  await lost.getByRole("button", { name: "Enregistrer et se connecter" }).click()
  await expect(lost).toHaveURL(`${bonport.url}/`)
  await lost.goto(link)
  await expect(lost.getByRole("heading", { level: 1 })).toContainText("ne fonctionne plus")
  await lost.context().close()
})

test("S10 an invitation arrives by mail and lets somebody in", async ({ page, browser, bonport, mailServer, signIn }) => {
  const email = somebody()
  await signIn()
  await setUpSending(page, mailServer)
  await page.goto("/parametres/utilisateurs")
  await hydrated(page)
  await page.getByLabel("Adresse e-mail").fill(email)
  await page.getByRole("button", { name: "Inviter" }).click()
  await expect(page.getByLabel("Lien à copier")).toHaveValue(/jeton=/)
  await expect(page.locator("tr").filter({ hasText: email })).toContainText("Invitation en cours")
  await expect(page.getByLabel("Adresse e-mail"), "for the next person").toHaveValue("")
  const link = await linkOf(mailServer, email)
  const guest = await stranger(browser, bonport.url)
  await guest.goto(link)
  await hydrated(guest)
  await guest.getByLabel("Votre nom").fill("Zoé Klein")
  await guest.getByLabel("Nouveau mot de passe").fill("une phrase que Zoé connaît")
  await guest.getByLabel("Le même mot de passe").fill("une phrase que Zoé connaît")
  await guest.getByRole("button", { name: "Accepter et se connecter" }).click()
  await expect(guest).toHaveURL(`${bonport.url}/`)
  await guest.context().close()
  await page.reload()
  await expect(page.locator("tr").filter({ hasText: email })).toContainText("Zoé Klein")
})

test("S10 the link of an invitation is copied, and said so when it is @desk", async ({ page, context, signIn }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"])
  await signIn()
  const link = await invited(page)
  await page.getByRole("button", { name: "Copier" }).click()
  await expect(page.getByText("Lien copié.")).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await link.inputValue())
})

test("S10 without a clipboard the link selects itself, and no button promises more", async ({ page, signIn }) => {
  // As over plain http.
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined }))
  await signIn()
  const link = await invited(page)
  await expect(page.getByRole("button", { name: "Copier" })).toHaveCount(0)
  const selected = () =>
    link.evaluate((input: HTMLInputElement) => input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0))
  await link.click()
  expect(await selected()).toBe(await link.inputValue())
  await link.blur()
  await link.evaluate((input: HTMLInputElement) => input.setSelectionRange(0, 0))
  await link.focus()
  expect(await selected()).toBe(await link.inputValue())
})

// The link of a new invitation.
async function invited(page: Page) {
  await page.goto("/parametres/utilisateurs")
  await hydrated(page)
  await page.getByLabel("Adresse e-mail").fill(somebody())
  await page.getByRole("button", { name: "Inviter" }).click()
  const link = page.getByLabel("Lien à copier")
  await expect(link).toHaveValue(/jeton=/)
  return link
}

test("P52 the test mailbox is chosen and left, and every page says so", async ({ page, mailServer, signIn }) => {
  await signIn()
  const banner = page.getByRole("banner").getByText("aucun e-mail ne quitte cette installation")
  const choose = async (on: boolean) => {
    await page.goto("/parametres/societe")
    await hydrated(page)
    await page.getByRole("checkbox", { name: /^Boîte d’essai/ }).setChecked(on)
    await page.getByRole("button", { name: "Enregistrer" }).first().click()
    await expect(page.getByText("Enregistré.")).toBeVisible()
  }
  await setUpSending(page, mailServer)
  await choose(true)
  await expect(banner).toBeVisible()
  await choose(false)
  await expect(banner).toHaveCount(0)
})

test("P53 a member becomes administrator and is disabled; the last administrator stays", async ({ page, bonport, signIn, watch }) => {
  const person = { name: "Max Duval", email: somebody(), password: "une phrase rien que pour Max" }
  bonport.addUser(person, "member")
  watch.expectAnswer(422)
  await signIn()
  await page.goto("/parametres/utilisateurs")
  await hydrated(page)
  const row = page.locator("tr").filter({ hasText: person.email })
  const open = async (name: string) => page.getByRole("button", { name: `Autres actions : ${name}` }).click()
  await open(person.name)
  await page.getByRole("menuitem", { name: "Nommer administrateur" }).click()
  await expect(row).toContainText("Administrateur")
  await open(person.name)
  await page.getByRole("menuitem", { name: "Désactiver" }).click()
  await expect(row).toContainText("Accès fermé")
  await open(administrator.name)
  await page.getByRole("menuitem", { name: "Rendre membre" }).click()
  await expect(page.getByRole("alert")).toContainText("autre administrateur")
})

test("S12 the first start makes one administrator, and its page is gone", async ({ browser }) => {
  const empty = await Bonport.start({ people: false })
  try {
    const page = await stranger(browser, empty.url)
    await page.goto("/")
    await expect(page.getByText("Personne ne peut encore se connecter")).toBeVisible()
    const address = await empty.setUpPage()
    await page.goto(address)
    await hydrated(page)
    await page.getByLabel("Nom de la société").fill("Maison Œuvrard")
    await page.getByLabel("Votre nom").fill("Camille Roy")
    await page.getByLabel("Adresse e-mail").fill("camille@bonport.example")
    await page.getByLabel("Nouveau mot de passe").fill("la toute première phrase")
    await page.getByLabel("Le même mot de passe").fill("la toute première phrase")
    await page.getByRole("button", { name: "Créer et se connecter" }).click()
    await expect(page).toHaveURL(`${empty.url}/`)
    await page.goto(address)
    await expect(page.getByRole("heading", { level: 1 })).toContainText("ne fonctionne plus")
    await page.context().close()
  } finally {
    await empty.remove()
  }
})

test("without JavaScript: signing in, a wrong password, the next page", async ({ browser, bonport }) => {
  const page = await stranger(browser, bonport.url, false)
  await page.goto("/parametres/moi")
  await tryToSignIn(page, { email: member.email, password: "pas le bon mot de passe" })
  await expect(page.getByRole("alert")).toContainText("ne correspond pas")
  await tryToSignIn(page, member)
  await expect(page).toHaveURL(/\/parametres\/moi$/)
  await page.getByLabel("Signature").fill("Noé Lambert\nBonport")
  await page.getByRole("button", { name: "Enregistrer" }).first().click()
  await expect(page.getByText("Enregistré.")).toBeVisible()
  await expect(page.getByLabel("Signature")).toHaveValue("Noé Lambert\nBonport")
  await page.context().close()
})
