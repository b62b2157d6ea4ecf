// Every text exists in every language, with the same blanks to fill in.
import { describe, expect, it } from 'vitest'
import customerEn from '../../customer/locales/en.json'
import customerZh from '../../customer/locales/zh-CN.json'
import customerTw from '../../customer/locales/zh-TW.json'
import deskEn from '../../desk/locales/en.json'
import deskZh from '../../desk/locales/zh-CN.json'
import deskTw from '../../desk/locales/zh-TW.json'

const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort()

describe.each([
  ['customer', customerZh, { en: customerEn, 'zh-TW': customerTw }],
  ['desk', deskZh, { en: deskEn, 'zh-TW': deskTw }],
] as [string, Record<string, string>, Record<string, Record<string, string>>][])(
  'texts of %s',
  (_, zh, others) => {
    it.each(Object.entries(others))('has the same keys in %s', (_locale, texts) => {
      expect(Object.keys(texts).sort()).toEqual(Object.keys(zh).sort())
    })
    it.each(Object.entries(others))('has the same blanks in %s', (_locale, texts) => {
      for (const key of Object.keys(zh))
        expect([key, blanks(texts[key] ?? '')]).toEqual([key, blanks(zh[key] ?? '')])
    })
    it('is filled in, without exclamation marks', () => {
      for (const texts of [zh, ...Object.values(others)]) {
        for (const [key, text] of Object.entries(texts)) {
          expect([key, text.trim().length > 0, /[!！]/.test(text)]).toEqual([key, true, false])
        }
      }
    })
    it('uses full-width punctuation between Chinese characters', () => {
      for (const texts of [zh, others['zh-TW'] ?? {}]) {
        for (const [key, text] of Object.entries(texts))
          expect([key, /\p{Script=Han}[,;:?]/u.test(text)]).toEqual([key, false])
      }
    })
    it('is traditional in zh-TW', () => {
      expect(JSON.stringify(others['zh-TW'])).not.toMatch(/[们这说请]/)
    })
  },
)
