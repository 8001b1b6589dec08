import * as fc from 'fast-check';
import { collisionId, documentId } from '../../../../cli/commands/reindex/document-id.js';

const texts = fc.string({ unit: 'binary', maxLength: 700 });

describe('the id of a document', () => {
  it('is the mid, where OpenSearch takes it', () => {
    expect(documentId('INTERACT:abc')).toBe('INTERACT:abc');
    expect(collisionId('INTERACT:abc', 'print')).toBe('INTERACT:abc~print');
  });

  it('is never empty, and never longer than 512 bytes', () => {
    fc.assert(
      fc.property(texts, texts, (mid, fingerprint) => {
        for (const id of [documentId(mid), collisionId(mid, fingerprint)]) {
          expect(Buffer.byteLength(id)).toBeLessThanOrEqual(512);
          expect(id).not.toBe('');
        }
      }),
    );
  });

  it('is another for another mid', () => {
    const long = 'x'.repeat(600);

    fc.assert(
      fc.property(texts, texts, (one, other) => {
        fc.pre(one.toWellFormed() !== other.toWellFormed());
        expect(documentId(long + one)).not.toBe(documentId(long + other));
        expect(documentId(one)).not.toBe(documentId(other));
      }),
    );
  });
});
