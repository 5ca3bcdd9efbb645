// Empties the functions of a wasm whose name holds one of some words: node bin/snip.mjs BINARYEN FILE WORD…. What only they used
// wasm-opt then drops. One that is called after all stops the program: the journeys in the browser would show it.
import { readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [library, file, ...words] = process.argv.slice(2)
const { default: binaryen } = await import(pathToFileURL(library))
const wasm = binaryen.readBinary(readFileSync(file))
const snipped = new Map(words.map((word) => [word, 0]))
for (let index = 0; index < wasm.getNumFunctions(); index++) {
  const found = wasm.getFunctionByIndex(index)
  const word = words.find((word) => binaryen.getFunctionInfo(found).name.includes(word))
  if (word) {
    binaryen.Function.setBody(found, wasm.unreachable())
    snipped.set(word, snipped.get(word) + 1)
  }
}
for (const [word, count] of snipped) if (count === 0) throw new Error(`no function of ${file} is called …${word}…`)
writeFileSync(file, wasm.emitBinary())
