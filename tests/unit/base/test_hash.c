#include "base/embedded.h"
#include "base/hash.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect(struct str bytes, const char *expected)
{
    char hex[HASH_HEX + 1];
    hash_sha256(bytes, hex);
    cr_assert_str_eq(hex, expected);
}

/* Expected: what `sha256sum` prints. */
Test(hash, agrees_with_sha256sum)
{
    static char text[5000];
    memset(text, 'x', sizeof text);
    expect(STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect((struct str){text, 512}, "64164443bb63e338ef1cfdb12a57117cd1212270cc935a798f6e8a665cdf4659");
    expect((struct str){text, sizeof text}, "c59d3c0480cc2d71d8f646e735e92da65450311eec46e81a5db8c7e6e8a92054");
}

Test(hash, in_pieces_of_any_length_is_as_in_one)
{
    char text[1300], whole[HASH_HEX + 1], pieces[HASH_HEX + 1];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7);
    struct str all = {text, sizeof text};
    hash_sha256(all, whole);
    for (size_t piece = 1; piece <= sizeof text; piece++) {
        struct hash hash;
        hash_init(&hash);
        for (size_t at = 0; at < sizeof text; at += piece)
            hash_add(&hash, str_slice(all, at, at + piece));
        hash_hex(&hash, pieces);
        cr_assert_str_eq(pieces, whole, "pieces of %zu", piece);
    }
}

Test(hash, fields_cannot_run_together)
{
    char fields[HASH_HEX + 1], bytes[HASH_HEX + 1];
    struct hash hash;
    hash_init(&hash);
    hash_add_field(&hash, STR("user"));
    hash_add_field(&hash, STR(""));
    hash_add_field(&hash, STR("hello, world"));
    hash_hex(&hash, fields);
    hash_sha256(STR("4:user0:12:hello, world"), bytes);
    cr_assert_str_eq(fields, bytes);
}

Test(hash, of_each_file_in_the_program_was_made_with_it)
{
    for (const struct embedded *file = embedded_files; file->path != NULL; file++)
        expect((struct str){file->bytes, file->len}, file->sha256);
}

Test(hash, a_text_hashed_whole_is_told_by_each_byte_and_its_length)
{
    char text[20] = {0};
    for (size_t len = 0; len < sizeof text; len++) {
        const uint64_t hash = hash64_whole((struct str){text, len});
        cr_expect_neq(hash, hash64_whole((struct str){text, len + 1}));
        for (size_t i = 0; i < len; i++) {
            text[i] = 1;
            cr_expect_neq(hash, hash64_whole((struct str){text, len}), "%zu of %zu", i, len);
            text[i] = 0;
        }
    }
}
