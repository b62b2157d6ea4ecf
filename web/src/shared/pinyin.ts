// First letters of the pinyin of Chinese text ("转派" → "zp"), from the collation order every browser
// carries: no dictionary is loaded. Characters with several readings get the commonest one.

const LETTERS = 'abcdefghjklmnopqrstwxyz'
const FIRST = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀'
const collator = new Intl.Collator('zh-CN-u-co-pinyin')

function letterOf(char: string): string {
  if (/[a-z0-9]/i.test(char)) return char.toLowerCase()
  if (!/\p{Script=Han}/u.test(char)) return ''
  for (let i = LETTERS.length - 1; i >= 0; i--) {
    if (collator.compare(char, FIRST.charAt(i)) >= 0) return LETTERS.charAt(i)
  }
  return ''
}

export function initials(text: string): string {
  return Array.from(text, letterOf).join('')
}

/** Whether the text holds the words, or its initials hold the letters typed. */
export function matches(text: string, typed: string): boolean {
  const wanted = typed.trim().toLowerCase()
  if (!wanted) return true
  if (text.toLowerCase().includes(wanted)) return true
  return /^[a-z0-9]+$/.test(wanted) && initials(text).includes(wanted)
}
