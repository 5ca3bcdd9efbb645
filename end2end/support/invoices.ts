// Clients and invoices by the dozen, made by what the pages' forms post.
import { createHash, randomBytes } from "node:crypto"
import type { Page } from "@playwright/test"
import { fresh } from "./book.ts"
import { expect } from "./test.ts"

export type Invoice = { id: string; number: string; client: string; label: string; address: string; bytes: Buffer; name: string }

// Signed in, on a page of ours.
export async function addClient(page: Page, label: string, address: string, billing = ""): Promise<string> {
  const reference = fresh("F")
  const answer = await send(page, "/api/clients/save", {
    "draft[reference]": reference,
    "draft[label]": label,
    "draft[kind]": "professional",
    "draft[language]": "fr",
    "draft[email]": address,
    "draft[billing_email]": billing,
  })
  return String(await answer.json())
}

// Its id.
export async function addSite(page: Page, client: string, label: string, email: string): Promise<string> {
  await send(page, "/api/sites/save", { client, "draft[label]": label, "draft[email]": email })
  const found = await (await send(page, "/api/sites/of-client", { id: client })).json()
  const sites: [{ id: number; label: string }][] = found.sites
  return String(sites.map(([site]) => site).find((site) => site.label === label)?.id)
}

// A contact that receives nothing by itself, unless it is said what; of the whole client, unless it is tied to a site.
export async function addContact(page: Page, client: string, name: string, email: string, more: { receives?: string; site?: string } = {}): Promise<string> {
  const answer = await send(page, "/api/contacts/save", {
    "head[client]": client,
    "contact[last_name]": name,
    "contact[email]": email,
    "affiliation[notification_type]": more.receives ?? "",
    "affiliation[site]": more.site ?? "",
  })
  return String((await answer.json()).id)
}

// With a PDF of its own of about so many bytes.
export async function addInvoice(page: Page, client: string, more: { contact?: string; site?: string; bytes?: number } = {}) {
  const number = fresh("F-")
  const name = `Facture été ${number}.pdf`
  const bytes = Buffer.concat([Buffer.from("%PDF-1.4\n"), randomBytes(more.bytes ?? 600)])
  const uploaded = await page.request.post(`/clients/${client}/documents/fichier`, {
    multipart: { file: { name, mimeType: "application/pdf", buffer: bytes } },
    headers: { Origin: new URL(page.url()).origin },
    maxRedirects: 0,
  })
  expect(uploaded.status()).toBe(303)
  const answer = await send(page, "/api/documents/add", {
    client,
    hash: createHash("sha256").update(bytes).digest("hex"),
    file_name: name,
    "draft[kind]": "invoice",
    "draft[number]": number,
    "draft[day]": "2026-11-23",
    "draft[amount]": "1204,50",
    "draft[contact]": more.contact ?? "",
    "draft[site]": more.site ?? "",
  })
  return { id: String(await answer.json()), number, bytes, name }
}

async function send(page: Page, path: string, fields: Record<string, string>) {
  const headers = { Origin: new URL(page.url()).origin, Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" }
  const answer = await page.request.post(path, { data: new URLSearchParams(fields).toString(), headers })
  expect(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
  return answer
}

// The lines of a CSV of ours below its header; each by the names of the columns.
export function lines(csv: string): Record<string, string>[] {
  const rows = csv.replace(/^\uFEFF/, "").split("\r\n").filter((row) => row !== "").map(cells)
  const [head, ...rest] = rows
  return rest.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""])))
}

function cells(row: string): string[] {
  const found = row.match(/("([^"]|"")*"|[^;]*)(;|$)/g) ?? []
  return found.slice(0, row.endsWith(";") ? undefined : -1).map((cell) => cell.replace(/;$/, "").replace(/^"(.*)"$/s, "$1").replaceAll('""', '"'))
}
