// How mails leave in a test: the organisation's account on this worker's mail server, and the seconds for cancelling.
import { expect, type Page } from "@playwright/test"
import type { MailServer } from "./mail-server.ts"

type Account = { login?: string; password?: string }

// Signed in as an administrator. The forms are those of « Paramètres de la société ».
export async function sendBy(page: Page, server: MailServer, account: Account = {}) {
  await change(page, { allowed_smtp_hosts: `127.0.0.1:${server.port}` })
  await post(page, "/api/settings/account", {
    organisation: "true",
    act: "save",
    transport: "smtp",
    host: "127.0.0.1",
    port: String(server.port),
    security: "none",
    login: account.login ?? "",
    smtp_password: account.password ?? "",
    from_address: "bonjour@maison.example",
    from_name: "Maison Benali",
    version: await version(page),
  })
}

// How long a mail is held before it leaves.
export async function hold(page: Page, seconds: number) {
  await change(page, { undo_seconds: String(seconds) })
}

async function change(page: Page, fields: Record<string, unknown>) {
  const company = await ask(page, "/api/settings/company", {})
  await post(page, "/api/settings/save-company", { ...company.draft, ...fields, version: company.version })
}

async function version(page: Page): Promise<number> {
  const company = await ask(page, "/api/settings/company", {})
  return company.account?.version ?? 0
}

async function ask(page: Page, path: string, fields: Record<string, unknown>) {
  return (await post(page, path, fields)).json()
}

async function post(page: Page, path: string, fields: Record<string, unknown>) {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(Array.isArray(value) ? `${name}[]` : name, String(one))
  }
  const headers = { Origin: new URL(page.url()).origin, Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" }
  const answer = await page.request.post(path, { data: form.toString(), headers })
  expect(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
  return answer
}
