// The one door to the server: JSON in and out, problems as errors, CSRF token and session expiry
// handled here. A 401 outside the sign-in itself asks `onSignedOut` to let the person sign in again
// and then repeats the request, so nothing typed is lost.
import { NetworkProblem, problemFrom } from './problem'

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  ifMatch?: string
  idempotencyKey?: string
  signal?: AbortSignal
  /** What to do with 401: sign in again and repeat, or hand it to the caller. */
  whenSignedOut?: 'ask' | 'throw'
}

export interface Answer<T> {
  data: T
  etag: string | null
}

let csrfToken = ''
let onSignedOut: (() => Promise<void>) | null = null

export function setCsrfToken(token: string) {
  csrfToken = token
}

export function csrfHeader(): [string, string][] {
  return csrfToken ? [['X-CSRF-Token', csrfToken]] : []
}

export function setSignedOutHandler(handler: (() => Promise<void>) | null) {
  onSignedOut = handler
}

export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

function headersOf(options: RequestOptions): Headers {
  const headers = new Headers({ Accept: 'application/json' })
  const method = options.method ?? 'GET'
  if (options.body !== undefined) headers.set('Content-Type', 'application/json')
  if (method !== 'GET' && csrfToken) headers.set('X-CSRF-Token', csrfToken)
  if (options.ifMatch) headers.set('If-Match', options.ifMatch)
  if (options.idempotencyKey) headers.set('Idempotency-Key', options.idempotencyKey)
  return headers
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, {
      method: options.method ?? 'GET',
      headers: headersOf(options),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: 'same-origin',
      signal: options.signal,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new NetworkProblem(error)
  }
}

export async function request<T>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  let response = await send(path, options)
  if (response.status === 401 && options.whenSignedOut !== 'throw' && onSignedOut) {
    await onSignedOut()
    response = await send(path, options)
  }
  if (!response.ok) throw await problemFrom(response)
  const text = response.status === 204 ? '' : await response.text()
  return {
    data: (text ? JSON.parse(text) : undefined) as T,
    etag: response.headers.get('ETag'),
  }
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await request<T>(path, { signal })).data
}

export async function post<T>(path: string, body: unknown, more: RequestOptions = {}): Promise<T> {
  return (await request<T>(path, { ...more, method: 'POST', body })).data
}

export interface FileAnswer {
  blob: Blob
  rows: number
}

/** A file made by the server; `arrived` is told how many bytes have come. */
export async function download(
  path: string,
  signal: AbortSignal,
  arrived: (bytes: number) => void,
): Promise<FileAnswer> {
  let response = await send(path, { signal })
  if (response.status === 401 && onSignedOut) {
    await onSignedOut()
    response = await send(path, { signal })
  }
  if (!response.ok) throw await problemFrom(response)
  const reader = response.body?.getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  try {
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      parts.push(piece.value as Uint8Array<ArrayBuffer>)
      bytes += piece.value.length
      arrived(bytes)
    }
  } catch (error) {
    if (signal.aborted) throw error
    throw new NetworkProblem(error)
  }
  const type = response.headers.get('Content-Type') ?? ''
  return { blob: new Blob(parts, { type }), rows: Number(response.headers.get('X-Row-Count')) }
}

/** Query text of the values that are set; arrays are joined with commas. */
export function query(
  values: Record<string, string | number | string[] | null | undefined>,
): string {
  const out = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    const text = Array.isArray(value) ? value.join(',') : value
    if (text !== undefined && text !== null && text !== '') out.set(key, String(text))
  }
  const text = out.toString()
  return text ? `?${text}` : ''
}
