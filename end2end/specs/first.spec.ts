// The house stands: health, the sign-in page, an unknown address.
import { expect, hydrated, test } from "../support/test.ts"

test("/sante says ok", async ({ request }) => {
  const answer = await request.get("/sante")
  expect(answer.status()).toBe(200)
  expect(await answer.text()).toBe("ok")
})

test("the sign-in page comes alive", async ({ page }) => {
  await page.goto("/connexion")
  await hydrated(page)
  await expect(page.getByRole("button", { name: "Se connecter" })).toBeVisible()
})

test("an unknown address is a 404 with the way home", async ({ page, watch, signIn }) => {
  await signIn()
  watch.expectAnswer(404)
  const answer = await page.goto("/nulle-part")
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
})
