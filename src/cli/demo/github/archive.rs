//! A commit as GitHub packs it: everything in one folder, after a global header of Git's.

use flate2::Compression;
use flate2::write::GzEncoder;

use super::state::{RequestRecord, State};

/// The archive that `/OWNER/NAME/legacy.tar.gz/SHA` asks for.
pub(super) fn of(state: &State, request: &RequestRecord) -> Option<Vec<u8>> {
    let [owner, name, _, sha] = request.segments.as_slice() else { return None };
    let repo = state.repository(owner, name)?;
    let objects = state.objects(repo.id);
    let folder = format!("{owner}-{name}-{}", &sha.get(..7)?);
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let comment = format!("52 comment={sha}\n");
    let mut global = tar::Header::new_ustar();
    global.set_entry_type(tar::EntryType::XGlobalHeader);
    global.set_size(comment.len() as u64);
    tar.append_data(&mut global, "pax_global_header", comment.as_bytes()).ok()?;
    for (path, sha) in objects.files(sha) {
        let content = objects.blobs.get(&sha)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o664);
        tar.append_data(&mut header, format!("{folder}/{path}"), content.as_slice()).ok()?;
    }
    tar.into_inner().ok()?.finish().ok()
}
