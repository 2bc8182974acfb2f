/** British and American spellings of one word, brought to one form before stemming (English only). */
const pairs =
  'colour color,grey gray,centre center,fibre fiber,litre liter,metre meter,aluminium aluminum,jewellery jewelry,catalogue catalog,programme program,theatre theater,organiser organizer,mould mold,moulding molding,plough plow,tyre tire,pyjamas pajamas,sulphate sulfate,sceptre scepter,draught draft,armour armor,favourite favorite,flavour flavor,harbour harbor,humour humor,labour labor,neighbour neighbor,odour odor,vapour vapor,cheque check,dialogue dialog,disc disk,licence license,defence defense,grille grill,kerb curb,storey story,whisky whiskey,yoghurt yogurt,doughnut donut,analyser analyzer,steriliser sterilizer,moisturiser moisturizer,fertiliser fertilizer,atomiser atomizer,vaporiser vaporizer,stabiliser stabilizer,equaliser equalizer,digitiser digitizer,coloured colored,multicolour multicolor,tricolour tricolor'

/** Plurals that no stemmer undoes. */
const plurals =
  'mouse mice,knife knives,shelf shelves,scarf scarves,leaf leaves,half halves,loaf loaves,calf calves,wolf wolves,thief thieves,man men,man mens,woman women,woman womens,child children,child childrens,foot feet,tooth teeth,goose geese,person people'

const american = new Map<string, string>()
for (const pair of plurals.split(',')) {
  const [one, many] = pair.split(' ') as [string, string]
  american.set(many, one)
}
for (const pair of pairs.split(',')) {
  const [british, us] = pair.split(' ') as [string, string]
  american.set(british, us)
  american.set(`${british}s`, `${us}s`)
}

/** The American spelling of a folded English word. */
export const oneSpelling = (word: string): string => american.get(word) ?? word
