// The test mailbox of a demo (P52): what Bonport writes by itself can be read, though nothing leaves.
import { atEachMove } from "../support/moves.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.use({ demo: true })

test("P52 the banner leads to the mails: an invitation with its link", async ({ page, signIn }) => {
  const email = `invitee${process.pid}@bonport.example`
  await signIn()
  await page.goto("/parametres/utilisateurs")
  await hydrated(page)
  await page.getByLabel("Adresse e-mail").fill(email)
  await page.getByRole("button", { name: "Inviter" }).click()
  const link = page.getByLabel("Lien à copier")
  await expect(link).toHaveValue(/jeton=/)
  const invitation = new URL(await link.inputValue()).href
  await page.getByRole("link", { name: "Lire les e-mails" }).click()
  await expect(page).toHaveURL(/\/boite-essai$/)
  await expect(page.getByRole("heading", { level: 1, name: "Boîte d’essai" })).toBeVisible()

  // It leaves by itself, a moment after the answer.
  const mail = page.getByRole("main").getByRole("listitem").filter({ hasText: email })
  await atEachMove(page, async () => {
    await page.reload()
    return mail.isVisible()
  })
  await mail.getByRole("link").click()
  await expect(page.getByRole("heading", { level: 1 })).toContainText("vous invite sur Bonport")
  await expect(page.getByRole("main")).toContainText(email)
  await expect(page.getByRole("main").getByRole("link", { name: invitation })).toBeVisible()
  const download = page.waitForEvent("download")
  await page.getByRole("link", { name: "Télécharger l’e-mail (.eml)" }).click()
  expect((await download).suggestedFilename()).toMatch(/^\d{13}-[\d-]+\.eml$/)
})
