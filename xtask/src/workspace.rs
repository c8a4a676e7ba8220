//! The workspace as `cargo metadata` describes it.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

use crate::{
    error::{Error, Result},
    run,
};

/// The packages of the workspace and all they depend on.
pub(crate) struct Workspace {
    metadata: Metadata,
}

impl Workspace {
    /// Asks cargo about the workspace around the current folder.
    pub(crate) fn load() -> Result<Self> {
        let metadata = MetadataCommand::new()
            .cargo_path(PathBuf::from(run::cargo()))
            .exec()
            .map_err(|e| Error::Failed(format!("cargo metadata: {e}")))?;
        Ok(Self { metadata })
    }

    /// The folder with the `Cargo.toml` of the workspace.
    pub(crate) fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// The folder that cargo builds in.
    pub(crate) fn target(&self) -> &Path {
        self.metadata.target_directory.as_std_path()
    }

    /// The packages of the workspace.
    pub(crate) fn own(&self) -> Vec<&Package> {
        self.metadata.workspace_packages()
    }

    /// The packages of the workspace that go to the registry.
    pub(crate) fn published(&self) -> impl Iterator<Item = &Package> {
        let own = self.own().into_iter();
        own.filter(|package| package.publish.as_ref().is_none_or(|to| !to.is_empty()))
    }

    /// Every package of the lock file that some set of features could bring in.
    pub(crate) fn packages(&self) -> &[Package] {
        &self.metadata.packages
    }

    /// What the published packages bring along into a program, on any platform and with any
    /// feature; themselves among them.
    pub(crate) fn shipped(&self) -> HashSet<PackageId> {
        let mut found = HashSet::new();
        let mut open: Vec<PackageId> = self.published().map(|p| p.id.clone()).collect();
        let nodes = self.metadata.resolve.as_ref().map(|graph| &graph.nodes);
        while let Some(id) = open.pop() {
            if !found.insert(id.clone()) {
                continue;
            }
            let node = nodes.and_then(|nodes| nodes.iter().find(|node| node.id == id));
            for dependency in node.map(|node| &node.deps).into_iter().flatten() {
                if dependency
                    .dep_kinds
                    .iter()
                    .any(|info| info.kind != DependencyKind::Development)
                {
                    open.push(dependency.pkg.clone());
                }
            }
        }
        found
    }
}
