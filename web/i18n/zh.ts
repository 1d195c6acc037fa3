import { allTexts } from './all-texts.ts'
import { inLanguage } from './pairs.ts'

export const zh = inLanguage(allTexts, 0)
