import { describe, expect, it } from 'vitest'
import { freeFieldName, fullForm, readOptions, withText } from './forms'

describe('forms', () => {
  it('keep what the editor does not know', () => {
    const body = fullForm({ form: 'a', title: { en: 'T' }, fields: [] } as never)
    expect(body.form).toBe('a')
    expect(body.contact).toBe('optional')
    expect(body.categories).toHaveLength(5)
  })
  it('read choices written as plain texts', () => {
    const body = fullForm({
      fields: [{ name: 'a', kind: 'select', label: {}, options: ['x'] as never }],
    })
    expect(body.fields[0]?.options).toEqual([{ value: 'x' }])
  })
  it('keep the words of a choice that stays', () => {
    const known = [{ value: 'a', label: { en: 'A' } }]
    expect(readOptions(' a \n\nb\n', known)).toEqual([known[0], { value: 'b' }])
  })
  it('drop a language without a text', () => {
    expect(withText({ en: 'x', 'zh-CN': '甲' }, 'en', '')).toEqual({ 'zh-CN': '甲' })
    expect(withText({ en: 'x' }, 'en', '')).toBeUndefined()
  })
  it('name new fields apart', () => {
    const field = { name: 'text', kind: 'text' as const, label: {} }
    expect(freeFieldName([], 'text')).toBe('text')
    expect(freeFieldName([field, { ...field, name: 'text_2' }], 'text')).toBe('text_3')
  })
})
