// What comes back after a server had taken it: the result says so, and an address that does not exist is blocked after the second time,
// until an administrator says otherwise.
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { comesBack } from "../support/reports.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, hydrated, test } from "../support/test.ts"
import { makeAcme, write } from "../support/writing.ts"

test.beforeEach(async ({ page, signIn, mailServer }) => {
  await signIn()
  await sendBy(page, mailServer)
  await hold(page, 0)
})

test.afterEach(async ({ page }) => hold(page, 10))

test("P36 a mail that came back says why and is corrected; twice, and the address is blocked until it is unblocked", async ({ page, bonport, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  const marie = `marie@${domain}`
  const send = async () => {
    const writing = await write(page, id)
    await writing.subject.fill("Devis")
    await writing.message.fill("Bonjour Marie")
    await writing.send(2).click()
    await expect(page).toHaveURL(/\/envois\/\d+$/)
    await expect(page.locator(".send-count")).toHaveText("2 envoyés")
    return page.url()
  }
  mailServer.forget()
  await send()
  const first = mailServer.received[0]
  expect(first.to).toContain(marie)
  expect(comesBack(bonport, first, marie)).toContain("refused, the address does not exist")
  await page.reload()
  await hydrated(page)
  await expect(page.getByText("Remise refusée").first()).toBeVisible()
  await expect(page.locator(".send-count")).toHaveText("1 envoyé, 1 remise refusée")
  await expect(page.getByText("Cette adresse n’existe pas chez le destinataire.")).toBeVisible()
  await expect(page.getByText(/550 5\.1\.1 no such user here/)).toBeVisible()
  await expect(page.getByRole("link", { name: "Adresses bloquées" }), "once is not enough").toHaveCount(0)
  await expectGoodLook(page, "un e-mail revenu")
  await expectAccessible(page, "un e-mail revenu")
  await page.goto("/envois?etat=a-traiter")
  await expect(page.getByText("Remise refusée").first()).toBeVisible()

  await send()
  expect(comesBack(bonport, mailServer.received[1], marie)).toContain("the address is blocked from now on")
  await page.reload()
  await hydrated(page)
  await page.getByRole("link", { name: "Adresses bloquées" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Adresses bloquées" })).toBeVisible()
  const unblock = page.getByRole("button", { name: `Débloquer ${marie}` })
  await expect(unblock).toBeVisible()
  await expectGoodLook(page, "une adresse bloquée")
  await expectAccessible(page, "une adresse bloquée")
  await page.getByRole("searchbox", { name: /^Une adresse est-elle bloquée/ }).fill(`Marie@${domain}`)
  await page.getByRole("button", { name: "Vérifier" }).click()
  await expect(unblock).toHaveCount(2)
  await unblock.first().click()
  await expect(page.getByRole("status").filter({ hasText: marie })).toBeVisible()
  await expect(unblock).toHaveCount(0)
  await page.getByRole("button", { name: "Annuler", exact: true }).click()
  await unblock.click()
  await expect(unblock).toHaveCount(0)
})

test("P36 what came back is sent again to the right address", async ({ page, bonport, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.subject.fill("Facture")
  await writing.message.fill("Bonjour Marie")
  mailServer.forget()
  await writing.send(2).click()
  await expect(page.locator(".send-count")).toHaveText("2 envoyés")
  const result = page.url()
  comesBack(bonport, mailServer.received[0], `marie@${domain}`)
  await page.reload()
  await hydrated(page)
  await page.locator("summary", { hasText: "Corriger et renvoyer" }).click()
  await page.getByLabel("Adresse corrigée").fill(`juste@${domain}`)
  await page.getByRole("button", { name: "Renvoyer", exact: true }).click()
  await expect(page).not.toHaveURL(result)
  await expect(page.locator(".send-count")).toHaveText("1 envoyé")
  expect(mailServer.received[1].to).toEqual([`juste@${domain}`])
})
