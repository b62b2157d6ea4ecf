// Files go in as multipart/form-data with progress (fetch tells none of what was sent); the answer
// is the file as the server keeps it. Nobody is asked to sign in here: a 401 is handed back.
import { csrfHeader } from './client'
import { ApiProblem, NetworkProblem } from './problem'
import type { Attachment } from './types'

/** What the server takes (docs/api.md); it judges by content, this only helps to choose. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024
export const MAX_CUSTOMER_FILES = 10
export const FILE_KINDS =
  '.png,.jpg,.jpeg,.gif,.webp,.pdf,.txt,.log,.csv,.xlsx,.docx,.mp3,.wav,.amr,.mp4,.m4a,.mov,.3gp'

export interface UploadOptions {
  visibility?: 'customer' | 'internal'
  onProgress?: (share: number) => void
  signal?: AbortSignal
}

export function uploadFile(path: string, file: File, options: UploadOptions = {}) {
  return new Promise<Attachment>((resolve, reject) => {
    const form = new FormData()
    if (options.visibility) form.append('visibility', options.visibility)
    form.append('file', file, file.name)
    const call = new XMLHttpRequest()
    call.open('POST', `/api/v1${path}`)
    for (const [name, value] of csrfHeader()) call.setRequestHeader(name, value)
    call.upload.onprogress = (e) => {
      if (e.lengthComputable) options.onProgress?.(e.loaded / e.total)
    }
    call.onload = () => {
      const body = parsed(call.responseText)
      if (call.status >= 200 && call.status < 300) resolve(body as Attachment)
      else reject(new ApiProblem(call.status, body, Number(call.getResponseHeader('Retry-After'))))
    }
    call.onerror = () => reject(new NetworkProblem('upload'))
    call.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    options.signal?.addEventListener('abort', () => call.abort(), { once: true })
    call.send(form)
  })
}

function parsed(text: string) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** "1.4 MB", "12 kB": decimal, as phones show it. */
export function formatBytes(bytes: number, locale: string): string {
  const kilo = bytes / 1000
  const inMega = kilo >= 1000
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: inMega ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: inMega ? 1 : 0,
  }).format(inMega ? kilo / 1000 : Math.max(1, kilo))
}
