import { describe, expect, it } from 'vitest'
import { guessCategory } from '../customer/form/guess'
import { ApiProblem, fieldError } from './api/problem'
import { dropDraft, loadDraft, saveDraft } from './drafts'
import { asLocale } from './i18n/language'
import { initials, matches } from './pinyin'
import { formatInstant, formatSpan } from './time'

describe('formatSpan', () => {
  it.each([
    [100 * 60_000, '1 时 40 分', '1 h 40 min'],
    [59_999, '59 秒', '59 s'],
    [25 * 3600_000, '1 天 1 时', '1 d 1 h'],
    [-12 * 60_000, '12 分', '12 min'],
    [48 * 3600_000, '2 天', '2 d'],
  ])('says the two largest units of %d ms', (ms, zh, en) => {
    expect(formatSpan(ms, 'zh-CN')).toBe(zh)
    expect(formatSpan(ms, 'en')).toBe(en)
  })
})

describe('formatInstant', () => {
  const now = new Date(2026, 2, 10, 9, 0)
  it('leaves out what is obvious', () => {
    expect(formatInstant(new Date(2026, 2, 10, 14, 20), 'zh-CN', now)).toBe('14:20')
    expect(formatInstant(new Date(2026, 2, 11, 18, 0), 'zh-CN', now)).toBe('明天 18:00')
    expect(formatInstant(new Date(2026, 2, 13, 14, 20), 'zh-CN', now)).toBe('3月13日 14:20')
    expect(formatInstant(new Date(2025, 2, 13, 0, 5), 'en', now)).toContain('2025')
    expect(formatInstant('nonsense', 'en', now)).toBe('—')
  })
})

describe('pinyin', () => {
  it('gives the first letters of Chinese words', () => {
    expect(initials('转派')).toBe('zp')
    expect(initials('内部备注')).toBe('nbbz')
    expect(initials('审批 2级')).toBe('sp2j')
  })
  it('matches by words and by letters', () => {
    expect(matches('设置优先级', 'yxj')).toBe(true)
    expect(matches('Set priority', 'prio')).toBe(true)
    expect(matches('转派', 'xx')).toBe(false)
  })
})

describe('drafts', () => {
  it('keeps what was typed and forgets it on request', () => {
    saveDraft('k', { text: '半句' })
    expect(loadDraft('k')).toEqual({ text: '半句' })
    dropDraft('k')
    expect(loadDraft('k')).toBeNull()
  })
})

describe('languages', () => {
  it('knows the three, by script and region', () => {
    expect(['zh', 'zh-Hant-HK', 'zh_TW', 'en-GB', 'fr'].map(asLocale)).toEqual([
      'zh-CN',
      'zh-TW',
      'zh-TW',
      'en',
      null,
    ])
  })
})

describe('guessCategory', () => {
  it.each([
    ['更新到最新版以后一点开订单页就闪退，重装三次都没用', 'malfunction'],
    ['客服态度太差，我要投诉，要求退款', 'complaint'],
    ['建议给老年人单独做一个大字版', 'suggestion'],
    ['请问换了新手机号以后，积分怎么转？', 'inquiry'],
    ['How do I change my address?', 'inquiry'],
    ['嗯', null],
  ])('%s → %s', (text, expected) => {
    expect(guessCategory(text)).toBe(expected)
  })
})

describe('problems', () => {
  it('finds the error of a field by the end of its path', () => {
    const problem = new ApiProblem(422, {
      errors: [{ path: 'contact.mobile', problem: 'invalid' }],
    })
    expect(fieldError(problem, 'mobile')?.problem).toBe('invalid')
    expect(fieldError(problem, 'email')).toBeUndefined()
  })
})
