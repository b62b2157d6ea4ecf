// A poster of one store: A4 upright, drawn on a canvas with the fonts of this machine, so that any
// script prints; as PNG, or as pages of a PDF. Nothing leaves the browser.
import { generate } from 'lean-qr'

export interface Poster {
  /** What the code opens. */
  url: string
  heading: string
  line: string
  store: string
}

/** The address of a form with one of its fields filled in. */
export function posterUrl(origin: string, form: string, field: string | null, value: string) {
  const url = new URL(form === 'default' ? '/feedback' : `/feedback/${form}`, origin)
  if (field && value) url.searchParams.set(field, value)
  return url.toString()
}

/** One store a line: "S12 上海南京路店" gives the value S12 and the name; one word is both. */
export function storesOf(text: string): { value: string; name: string }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const at = line.search(/\s/)
      return at < 0
        ? { value: line, name: line }
        : { value: line.slice(0, at), name: line.slice(at).trim() }
    })
}

// A4 at 200 dots an inch.
const WIDTH = 1654
const HEIGHT = 2339
const MARGIN = 150
const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif'

/** Breaks a text into lines no wider than `width`; between any two characters when it must. */
function linesOf(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(/[\w.:/?=&%+-]+|\s+|./gu) ?? []) {
    if (line && context.measureText(line + piece).width > width) {
      lines.push(line.trim())
      line = ''
    }
    line += piece
    while (context.measureText(line).width > width && line.length > 1) {
      let fits = line.length - 1
      while (fits > 1 && context.measureText(line.slice(0, fits)).width > width) fits--
      lines.push(line.slice(0, fits))
      line = line.slice(fits)
    }
  }
  if (line.trim()) lines.push(line.trim())
  return lines
}

function write(
  context: CanvasRenderingContext2D,
  text: string,
  top: number,
  size: number,
  look: { weight?: number; colour?: string; most?: number } = {},
): number {
  context.font = `${look.weight ?? 400} ${size}px ${FONT}`
  context.fillStyle = look.colour ?? '#1b2430'
  let y = top
  for (const line of linesOf(context, text, WIDTH - 2 * MARGIN).slice(0, look.most ?? 3)) {
    y += size * 1.3
    context.fillText(line, WIDTH / 2, y)
  }
  return y
}

export function draw(canvas: HTMLCanvasElement, poster: Poster) {
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this browser cannot draw')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, WIDTH, HEIGHT)
  context.fillStyle = '#0f766e'
  context.fillRect(0, 0, WIDTH, 36)
  context.textAlign = 'center'
  const headed = write(context, poster.heading, 130, 104, { weight: 700, most: 2 })
  const said = write(context, poster.line, headed + 20, 52, { colour: '#47525f', most: 3 })

  const code = generate(poster.url)
  const cell = Math.floor(1120 / code.size)
  const side = cell * code.size
  const left = Math.round((WIDTH - side) / 2)
  const top = Math.max(Math.round(said + 110), 560)
  context.fillStyle = '#000'
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      if (code.get(x, y)) context.fillRect(left + x * cell, top + y * cell, cell, cell)
    }
  }
  const named = write(context, poster.store, top + side + 60, 76, { weight: 600, most: 2 })
  write(context, poster.url, named + 30, 30, { colour: '#5a6572', most: 3 })
}

export function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png'),
  )
}

/** One A4 page a poster. */
export async function pdfOf(posters: Poster[]): Promise<Blob> {
  const { PDFDocument, PageSizes } = await import('pdf-lib')
  const pdf = await PDFDocument.create()
  const canvas = document.createElement('canvas')
  for (const poster of posters) {
    draw(canvas, poster)
    const picture = await pdf.embedPng(await (await pngOf(canvas)).arrayBuffer())
    const page = pdf.addPage(PageSizes.A4)
    page.drawImage(picture, { x: 0, y: 0, width: page.getWidth(), height: page.getHeight() })
  }
  const bytes = await pdf.save()
  return new Blob([new Uint8Array(bytes)], { type: 'application/pdf' })
}
