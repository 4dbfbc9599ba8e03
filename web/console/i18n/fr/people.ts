import type { Forms } from '../../../ui/lang'

// Words of units and people as they change.
export const people = {
  people: {
    edit: 'Modifier le compte de {name}',
    keep: 'Enregistrer',
    close: 'Fermer le compte',
    closeTitle: 'Fermer le compte de {name} ?',
    closeText: 'Ses sessions se ferment aussitôt. Ce qui a été fait reste à son nom.',
    closed: 'fermé',
    reopen: 'Rouvrir le compte',
    link: 'Lien pour entrer de nouveau',
    linkHint: 'Pour qui a perdu mot de passe ou téléphone. Le contrôle en est averti.',
    linkTitle: 'Lien prêt',
    unitNew: 'Nouvelle unité',
    unitTitle: 'Modifier l’unité',
    unitEdit: 'Modifier',
    unitBelow: 'Ajouter une unité ici',
    kind: 'Genre',
    shut: 'Fermer l’unité',
    shutTitle: 'Fermer {name} ?',
    shutText: 'Plus rien ne lui est envoyé. Ses signalements ouverts passent à l’unité au-dessus. Il faut que personne n’y soit plus inscrit.',
    isShut: 'Unité fermée',
    unshut: 'Rouvrir l’unité',
    moved: { one: '{n} signalement est passé à {to}', other: '{n} signalements sont passés à {to}' } as Forms,
  },
}
