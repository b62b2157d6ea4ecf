import { describe, expect, it } from 'vitest'
import { posterUrl, storesOf } from './poster'

describe('posters', () => {
  it('opens the form with the store filled in, whatever its name', () => {
    expect(posterUrl('https://a.example', 'default', 'store', 'S12')).toBe(
      'https://a.example/feedback?store=S12',
    )
    const url = new URL(posterUrl('https://a.example', 'shop', 'store', '南京路 1&2#店'))
    expect(url.pathname).toBe('/feedback/shop')
    expect(url.searchParams.get('store')).toBe('南京路 1&2#店')
    expect(posterUrl('https://a.example', 'shop', null, 'S12')).toBe(
      'https://a.example/feedback/shop',
    )
  })
  it('takes one store a line, with or without a name', () => {
    expect(storesOf(' S12  上海 南京路店 \n\n北京店\n')).toEqual([
      { value: 'S12', name: '上海 南京路店' },
      { value: '北京店', name: '北京店' },
    ])
  })
})
