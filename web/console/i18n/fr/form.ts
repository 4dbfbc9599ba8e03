import type { Forms } from '../../../ui/lang'

// Words of what lies beside a form, and of what is wrong with it.
export const beside = {
  beside: {
    title: 'Images, enregistrements et tables',
    hint: 'Ce que le classeur nomme dans ses colonnes image et audio, et les listes en CSV. Tout va sur les téléphones : gardez-les petits.',
    add: 'Ajouter',
    remove: 'Enlever {name}',
    missing: 'manque encore',
    one: 'Il faut un classeur, .xlsx ou .xls, et un seul.',
    files: { one: '{n} image ou enregistrement', other: '{n} images et enregistrements' } as Forms,
  },
  problems: {
    where: 'Où',
    column: 'Colonne',
    what: 'Ce qui ne va pas, et que faire',
  },
}
