//! Trees, files and archives.

use vigie::cli::demo::github::Fault;
use vigie::github::{Error, Kind, Wanted, Why};

use super::{BLOBS, CODELOAD, TARBALL, TREES, World, borrowed, many, wanted, world, world_with};

#[tokio::test]
async fn a_tree_is_one_request_however_large_and_none_the_second_time() {
    let World { installation, github, name, demo, .. } = world().await;
    let head = demo.commit("main", &borrowed(&many(10_000)));
    for _ in 0..2 {
        let tree = installation.tree(&name, &head).await.unwrap();
        assert_eq!(tree.entries.iter().filter(|entry| entry.kind == Kind::File).count(), 10_002);
        assert!(!tree.truncated);
    }
    assert_eq!(github.count(TREES), 1);
}

#[tokio::test]
async fn a_tree_that_github_cuts_is_read_in_parts() {
    let World { installation, github, name, demo, .. } = world_with(|settings| {
        settings.limits.tree_requests = 12;
    })
    .await;
    let head = demo.commit("main", &borrowed(&many(450)));
    let whole = {
        let mut whole = (*installation.tree(&name, &head).await.unwrap()).clone();
        whole.entries.sort_by(|a, b| a.path.cmp(&b.path));
        whole
    };
    github.forget_requests();
    let again = demo.commit("main", &[("README.md", "# Démo")]);
    demo.trees_are_cut_at(200);
    let tree = installation.tree(&name, &again).await.unwrap();
    let readme: Vec<_> = tree.entries.iter().filter(|entry| !whole.entries.contains(entry)).collect();
    assert_eq!(readme.iter().map(|entry| entry.path.as_str()).collect::<Vec<_>>(), ["README.md"]);
    assert_eq!(tree.entries.len(), whole.entries.len() + 1);
    // Whole (cut), the root's own, src (cut), src's own, and its five folders.
    assert_eq!(github.count(TREES), 9);

    demo.trees_are_cut_at(5);
    let more = demo.commit("main", &borrowed(&many(3_000)));
    let tree = installation.tree(&name, &more).await.unwrap();
    assert!(tree.truncated, "it says what it does not know");
    assert!(matches!(installation.tree(&name, &"0".repeat(40)).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn few_files_are_read_one_by_one_and_many_at_once() {
    let World { installation, github, name, demo, .. } = world().await;
    let files = many(300);
    let head = demo.commit("main", &borrowed(&files));
    let all = wanted(&installation, &name, &head).await;
    let some = installation.blobs(&name, &head, &all[..20], 20).await.unwrap();
    assert_eq!((some.contents.len(), github.count(BLOBS), github.count(TARBALL)), (20, 20, 0));

    github.forget_requests();
    let read = installation.blobs(&name, &head, &all, 20).await.unwrap();
    assert_eq!((read.contents.len(), read.skipped), (302, vec![]));
    assert_eq!((github.count(BLOBS), github.count(TARBALL), github.count(CODELOAD)), (0, 1, 1));
    for (path, content) in &files {
        assert_eq!(read.contents[&demo.blob(&head, path).unwrap()], content.as_bytes());
    }
}

#[tokio::test]
async fn equal_files_are_read_once_and_large_ones_not_at_all() {
    let World { installation, github, name, demo, .. } = world().await;
    let large = vec![b'x'; (1 << 20) + 1];
    let accents = "é".repeat(10_000);
    let head =
        demo.commit("main", &[("a", accents.as_bytes()), ("b", accents.as_bytes()), ("large", &large), ("none", b"")]);
    let all: Vec<Wanted> = wanted(&installation, &name, &head).await;
    let read = installation.blobs(&name, &head, &all, 10).await.unwrap();
    assert_eq!(github.count(BLOBS), 4, "a and b are one");
    assert_eq!(read.contents[&demo.blob(&head, "b").unwrap()], accents.as_bytes());
    assert_eq!(read.contents[&demo.blob(&head, "none").unwrap()], b"");
    let skipped: Vec<(&str, Why)> = read.skipped.iter().map(|file| (file.path.as_str(), file.why)).collect();
    assert_eq!(skipped, [("large", Why::TooLarge)]);
}

#[tokio::test]
async fn without_a_good_archive_files_are_read_one_by_one() {
    let faults = [
        Fault::new(TARBALL, 404),
        Fault::new(CODELOAD, 404),
        Fault::new(CODELOAD, 503).times(3),
        Fault::new(CODELOAD, 200).body("<html>not an archive</html>").once_done(),
    ];
    for fault in faults {
        let World { installation, github, name, demo, .. } = world().await;
        let head = demo.commit("main", &borrowed(&many(30)));
        let all = wanted(&installation, &name, &head).await;
        let told = format!("{fault:?}");
        github.spoil(fault);
        let read = installation.blobs(&name, &head, &all, 5).await.unwrap();
        assert_eq!((read.contents.len(), github.count(BLOBS)), (32, 32), "{told}");
    }
}

#[tokio::test]
async fn an_archive_that_breaks_off_gives_what_it_had() {
    let World { installation, github, name, demo, .. } = world().await;
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    })
    .take(600_000)
    .collect();
    let head = demo.commit("main", &[("a", b"first".as_slice()), ("noise", &noise), ("z", b"last")]);
    let all = wanted(&installation, &name, &head).await;
    github.spoil(Fault::new(CODELOAD, 200).broken_off());
    let read = installation.blobs(&name, &head, &all, 1).await.unwrap();
    assert_eq!(read.contents.len(), all.len());
    let asked = github.count(BLOBS);
    assert!(asked > 0 && asked < all.len(), "{asked} of {}", all.len());
}

#[tokio::test]
async fn too_many_files_without_an_archive_are_left_out_and_said_so() {
    let World { installation, github, name, demo, .. } = world_with(|settings| {
        settings.limits.blobs_after_archive = 10;
    })
    .await;
    let head = demo.commit("main", &borrowed(&many(30)));
    let all = wanted(&installation, &name, &head).await;
    github.spoil(Fault::new(TARBALL, 404));
    let read = installation.blobs(&name, &head, &all, 5).await.unwrap();
    assert_eq!((read.contents.len(), github.count(BLOBS)), (10, 10));
    assert_eq!(read.skipped.iter().filter(|file| file.why == Why::TooMany).count(), 22);
    let gone = Wanted { path: "gone".into(), sha: "0".repeat(40), size: None };
    let read = installation.blobs(&name, &head, &[gone], 5).await.unwrap();
    assert_eq!(read.skipped[0].why, Why::Missing);
}
