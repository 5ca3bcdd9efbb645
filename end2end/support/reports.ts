// Delivery reports as a mail server sends them back (RFC 3464), read by `bonport bounces`.
import type { Bonport } from "./bonport.ts"
import type { Received } from "./mail-server.ts"
import { fresh } from "./book.ts"

// This address of the mail turns out not to exist.
export function comesBack(bonport: Bonport, mail: Received, address: string): string {
  const id = /^Message-ID: <(.+)>/im.exec(mail.raw.toString())![1]
  const report = [
    `Message-ID: <${fresh("r")}@mx.example>`,
    "From: MAILER-DAEMON@mx.example",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    "",
    "--r",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    `Final-Recipient: rfc822; ${address}`,
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 5.1.1 no such user here",
    "",
    "--r",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: <${id}>`,
    "",
    "--r--",
    "",
  ]
  return bonport.run(["bounces", "-"], report.join("\r\n"))
}
