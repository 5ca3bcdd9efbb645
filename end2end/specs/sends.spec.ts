// « Envois »: a batch paused in the middle, taken up again and stopped, each with exact counts that the server's journal bears out; a
// refused password that is mended; what each try came to.
import { addClient, addInvoice } from "../support/invoices.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { MailServer } from "../support/mail-server.ts"
import { atEachMove } from "../support/moves.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, test } from "../support/test.ts"
import type { Page } from "@playwright/test"

let server: MailServer

test.beforeEach(async ({ page, signIn }) => {
  await signIn()
  await hold(page, 0)
})

// The account of this worker again, for the specs that follow.
test.afterEach(async ({ page, mailServer }) => {
  server.letGo()
  await sendBy(page, mailServer)
  await hold(page, 10)
  void server.stop()
})

// So many invoices, a client each, as one batch; the path of its result.
async function sendInvoices(page: Page, many: number): Promise<string> {
  const ids = []
  for (let n = 0; n < many; n++) {
    const client = await addClient(page, `Client ${n} d’une pause`, `client${n}@pause.example`)
    ids.push((await addInvoice(page, client, { bytes: 200 })).id)
  }
  await page.goto(`/factures/envoi?${ids.map((id) => `d=${id}`).join("&")}`)
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  return new URL(page.url()).pathname
}

test("E16 a batch is paused in the middle, goes on, and the rest of it is stopped: the counts are the journal's", async ({ page }) => {
  test.slow()
  server = new MailServer()
  await server.start()
  await sendBy(page, server)
  server.holdAfter(5)
  const result = await sendInvoices(page, 30)
  await expect(page.getByText("5 envoyés, 25 en attente")).toBeVisible()

  await page.goto("/envois")
  const row = page.locator(`#envoi-${result.split("/").pop()}`)
  await row.getByRole("button", { name: /^Mettre en pause/ }).click()
  await expect(page.getByRole("main").getByRole("status")).toHaveText(
    "Envoi mis en pause : 24 destinataires attendent. Pour 1 destinataire, l’e-mail était déjà en route et part quand même.",
  )
  await expect(row.locator(".tag")).toHaveText("En pause")
  await expect(row).toContainText("En pause, par Camille Roy")
  await expectGoodLook(page, "un envoi en pause")
  await expectAccessible(page, "un envoi en pause")
  // What was on its way arrives; the page tells without being loaded anew.
  server.letGo()
  await expect(row).toContainText("6 envoyés, 24 en attente")
  expect(server.received).toHaveLength(6)

  server.holdAfter(4)
  await row.getByRole("button", { name: /^Reprendre/ }).click()
  await expect(page.getByRole("main").getByRole("status")).toHaveText("L’envoi reprend : 24 destinataires ne sont plus retenus.")
  await expect(row).toContainText("10 envoyés, 20 en attente")
  await row.getByRole("button", { name: /^Annuler le reste/ }).click()
  await expect(page.getByRole("main").getByRole("status")).toContainText("Envoi arrêté pour 19 destinataires. Trop tard pour 1 destinataire")
  server.letGo()
  await expect(row).toContainText("11 envoyés, 19 annulés")
  expect(server.received).toHaveLength(11)
  await expect(row.getByRole("button")).toHaveCount(0)

  await page.goto("/envois?etat=annules&q=client0@pause.example")
  await expect(row).toBeVisible()
  await page.goto(result)
  await expect(page.getByText("11 envoyés, 19 annulés")).toBeVisible()
})

test("E15 a result is paused and taken up again where one looks at it", async ({ page }) => {
  server = new MailServer()
  await server.start()
  await sendBy(page, server)
  server.holdAfter(1)
  await sendInvoices(page, 4)
  await expect(page.getByText("1 envoyé, 3 en attente")).toBeVisible()
  await page.getByRole("button", { name: "Mettre en pause" }).click()
  await expect(page.getByText("Envoi mis en pause : 2 destinataires attendent. Pour 1 destinataire, l’e-mail était déjà en route et part quand même.")).toBeVisible()
  await expect(page.getByText(/^En pause, par Camille Roy, .* Pour 1 destinataire, l’e-mail était déjà en route et part quand même\.$/)).toBeVisible()
  await expectGoodLook(page, "le résultat d’un envoi en pause")
  await expectAccessible(page, "le résultat d’un envoi en pause")
  server.letGo()
  await expect(page.getByText("2 envoyés, 2 en attente")).toBeVisible()
  await expect(page.getByText(/déjà en route/)).toHaveCount(0)
  await page.goto("/")
  await page.getByRole("link", { name: "1 envoi en pause : le reprendre ou l’annuler" }).click()
  await page.getByRole("button", { name: /^Reprendre/ }).first().click()
  await expect.poll(() => server.received.length).toBe(4)
})

test("P52 a refused password is told on every page, mended, and what waited leaves", async ({ page }) => {
  server = new MailServer({ user: "compta", password: "quatre tasses" })
  await server.start()
  await sendBy(page, server, { login: "compta", password: "trois tasses" })
  const result = await sendInvoices(page, 1)
  const banner = page.getByText("Le compte d’envoi de la société ne fonctionne plus")
  await atEachMove(page, async () => {
    await page.goto("/")
    return banner.isVisible()
  })
  await expectGoodLook(page, "l’accueil, un compte arrêté")
  await page.getByRole("link", { name: /^Régler le compte d’envoi de la société/ }).click()
  await expect(page.getByText(/a refusé l’identifiant ou le mot de passe, (aujourd’hui|hier)/)).toBeVisible()
  await expectGoodLook(page, "un mot de passe refusé")
  await expectAccessible(page, "un mot de passe refusé")
  const before = server.signIns
  await page.getByRole("button", { name: "Réessayer maintenant" }).click()
  await expect.poll(() => server.signIns).toBeGreaterThan(before)
  expect(server.received).toHaveLength(0)

  await page.getByLabel(/^Mot de passe du serveur/).fill("quatre tasses")
  await page.locator("form", { has: page.getByLabel(/^Serveur SMTP/) }).getByRole("button", { name: "Enregistrer", exact: true }).click()
  await expect(page.getByText("Enregistré.", { exact: true })).toBeVisible()
  await expect.poll(() => server.received.length).toBe(1)
  await page.goto(result)
  await expect(page.getByText("1 envoyé", { exact: true })).toBeVisible()
  await expect(banner).toHaveCount(0)
  await page.getByRole("link", { name: /^Détails : / }).click()
  await expect(page.getByText("Le serveur d’envoi a refusé l’identifiant ou le mot de passe du compte.").first()).toBeVisible()
  await expect(page.getByText("Le serveur a accepté l’e-mail pour cette adresse.")).toBeVisible()
  await expectGoodLook(page, "les essais d’une adresse")
})
