// The house stands: health, the sign-in page, an unknown address.
import { administrator, Bonport } from "../support/bonport.ts"
import { expect, fillSignIn, hydrated, test } from "../support/test.ts"

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

test("a Bonport without clients says where to begin", async ({ browser, watch }) => {
  const empty = await Bonport.start()
  try {
    const page = await browser.newPage({ baseURL: empty.url })
    watch.follow(page)
    await fillSignIn(page, administrator)
    for (const path of ["/", "/ecrire", "/envois", "/clients"]) {
      await page.goto(path)
      if (path !== "/envois") await hydrated(page)
      await expect(page.getByText("Aucun client pour l’instant."), path).toBeVisible()
      await expect(page.getByRole("main").getByRole("link", { name: "Nouveau client" }).last(), path).toBeVisible()
    }
    await page.goto("/ecrire")
    await hydrated(page)
    await page.getByRole("main").getByRole("link", { name: "Nouveau client" }).click()
    await expect(page.getByLabel("Référence")).toBeVisible()
    await page.close()
  } finally {
    await empty.remove()
  }
})
