// Fetches a challenge and solves it in a worker, so that typing and scrolling stay smooth.
import { get } from '../../shared/api/client'
import type { Challenge } from '../../shared/api/types'

export interface Proof {
  challenge: string
  nonce: string
}

export async function proveWork(): Promise<Proof> {
  const { challenge, difficulty } = await get<Challenge>('/public/challenge')
  const worker = new Worker(new URL('./pow.worker.ts', import.meta.url), { type: 'module' })
  try {
    const nonce = await new Promise<string>((resolve, reject) => {
      worker.onmessage = (message: MessageEvent<string>) => resolve(message.data)
      worker.onerror = (event) => reject(new Error(event.message))
      worker.postMessage({ challenge, difficulty })
    })
    return { challenge, nonce }
  } finally {
    worker.terminate()
  }
}
