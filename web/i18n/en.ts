import { allTexts } from './all-texts.ts'
import { inLanguage } from './pairs.ts'

export const en = inLanguage(allTexts, 1)
