import { describe, expect, it } from 'vitest'
import {
  chooseDuties,
  DUTIES,
  dutyOf,
  fullPolicy,
  readTerm,
  TERM_UNITS,
  withCondition,
  writeTerm,
} from './policies'

describe('terms', () => {
  it('come back as they were written, in every unit', () => {
    for (const unit of TERM_UNITS) {
      const { n, unit: read } = readTerm(`14 ${unit}`)
      expect([n, read]).toEqual([14, unit])
      expect(writeTerm(n, read)).toBe(`14 ${unit}`)
    }
  })
  it('are read without a space and with the usual basis', () => {
    expect(readTerm('24h')).toEqual({ n: 24, unit: 'h' })
    expect(readTerm('24 h calendar_24x7')).toEqual({ n: 24, unit: 'h' })
  })
  it('are absent until a number is typed', () => {
    expect(readTerm(undefined).n).toBeNull()
    expect(readTerm('soon').n).toBeNull()
    expect(writeTerm(null, 'wd')).toBeUndefined()
  })
})

describe('duties of law', () => {
  it('have one stage each', () => {
    expect(chooseDuties(['stat_bank_reply', 'stat_delay_15d', 'stat_bank_reply:complex'])).toEqual([
      'stat_delay_15d',
      'stat_bank_reply:complex',
    ])
    expect(new Set(chooseDuties([...DUTIES]).map(dutyOf)).size).toBe(8)
  })
})

describe('documents', () => {
  it('mean the defaults where they say nothing', () => {
    expect(fullPolicy({ active: false })).toEqual({
      name: '',
      active: false,
      when: {},
      clocks: [],
      statutory: [],
    })
  })
  it('lose a condition that is emptied and keep the others', () => {
    const when = { priority: 'high', customer_tier: 'vip', department_id: 3 }
    expect(withCondition(when, { customer_tier: '' })).toEqual({
      priority: 'high',
      department_id: 3,
    })
    expect(withCondition(when, { priority: undefined })).toEqual({
      customer_tier: 'vip',
      department_id: 3,
    })
  })
})
