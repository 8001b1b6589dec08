import type { Dataset, Registrant } from '../dataset.js';

/**
 * Who is registered with a bot: Sunbird's columns and their order. Of those who refused, neither the name nor its
 * ciphertext is told, since equal names have equal ciphertexts.
 */
export const uciPrivateExhaust: Dataset<Registrant> = {
  name: 'uci-private-exhaust',
  kind: 'userinfo',
  subject: 'conversation',
  needsKey: true,
  source: { from: 'registry', read: (registrant) => registrant },
  peopleOf: ({ userId }) => [userId],
  layout: {
    columns: [
      { header: 'Conversation ID', cell: (_, { run }) => run.bot?.id ?? null },
      { header: 'Conversation Name', cell: (_, { run }) => run.bot?.name ?? null },
      {
        header: 'Decrypted Device ID',
        cell: ({ consent, username, userId }) => (consent ? (username ?? null) : userId),
      },
      { header: 'Encrypted Device ID', cell: ({ consent, ciphertext }) => (consent && ciphertext) || null },
      { header: 'Device UUID', cell: ({ userId }) => userId },
    ],
  },
};
