import { solve } from '../../shared/crypto/pow'

self.onmessage = (message: MessageEvent<{ challenge: string; difficulty: number }>) => {
  self.postMessage(solve(message.data.challenge, message.data.difficulty))
}
